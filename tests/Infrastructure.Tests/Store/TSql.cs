using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>Holds T-SQL to the grammar (ScriptDom) and to a schema (DacFx) without a server.</summary>
internal static class TSql
{
    /// <summary>What is no T-SQL; literals that are executed are read too.</summary>
    public static List<string> Errors(string text)
    {
        var fragment = Parser().Parse(new StringReader(text), out var errors);
        var found = errors.Select(error => $"line {error.Line}: {error.Message}").ToList();
        if (found.Count > 0)
            return found;
        var executed = new ExecutedText();
        fragment.Accept(executed);
        return [.. executed.Texts.SelectMany(Errors)];
    }

    /// <summary>The statements of a text.</summary>
    public static IEnumerable<TSqlStatement> Statements(string text)
    {
        var script = (TSqlScript)Parser().Parse(new StringReader(text), out var errors);
        // What is no T-SQL is a test's to find, by Errors.
        return errors.Count > 0 ? [] : script.Batches.SelectMany(batch => batch.Statements);
    }

    /// <summary>The table's own name.</summary>
    public static string? NameOf(TableReference table) => (table as NamedTableReference)?.SchemaObject.BaseIdentifier.Value;

    /// <summary>The statements of a script that make or change objects, batch by batch.</summary>
    public static IEnumerable<string> Definitions(string script)
    {
        var fragment = (TSqlScript)Parser().Parse(new StringReader(script), out var errors);
        errors.ShouldBeEmpty();
        return fragment.Batches.SelectMany(batch => batch.Statements)
            .Where(statement => statement is CreateTableStatement or CreateIndexStatement or AlterTableStatement or CreateProcedureStatement)
            .Select(statement => script.Substring(statement.StartOffset, statement.FragmentLength));
    }

    /// <summary>The tables that a text inserts into, changes or deletes from.</summary>
    public static IEnumerable<string> Written(string text)
    {
        var targets = new Targets();
        foreach (var statement in Statements(text))
            statement.Accept(targets);
        return targets.Names;
    }

    /// <summary>What does not fit together: unresolved names (SQL71501, SQL71502) as errors too.</summary>
    public static List<string> Problems(IEnumerable<string> definitions)
    {
        using var model = new TSqlModel(SqlServerVersion.Sql150, new TSqlModelOptions());
        foreach (var definition in definitions)
            model.AddObjects(definition);
        return [.. model.Validate()
            .Where(message => message.MessageType == DacMessageTypeError || message.Number is 71501 or 71502)
            .Select(message => message.ToString())];
    }

    private const Microsoft.SqlServer.Dac.DacMessageType DacMessageTypeError = Microsoft.SqlServer.Dac.DacMessageType.Error;

    private static TSql150Parser Parser() => new(initialQuotedIdentifiers: true);

    private sealed class ExecutedText : TSqlFragmentVisitor
    {
        public List<string> Texts { get; } = [];

        public override void Visit(ExecutableStringList node) =>
            Texts.Add(string.Concat(node.Strings.OfType<StringLiteral>().Select(literal => literal.Value)));
    }

    private sealed class Targets : TSqlFragmentVisitor
    {
        public HashSet<string> Names { get; } = [];

        public override void Visit(InsertSpecification node) => Add(node.Target, null);

        public override void Visit(MergeSpecification node) => Add(node.Target, null);

        public override void Visit(UpdateSpecification node) => Add(node.Target, node.FromClause);

        public override void Visit(DeleteSpecification node) => Add(node.Target, node.FromClause);

        private void Add(TableReference target, FromClause? from) => Names.Add(NameOf(
            from?.TableReferences.OfType<NamedTableReference>().FirstOrDefault(one => one.Alias?.Value == NameOf(target)) ?? target)!);
    }
}
