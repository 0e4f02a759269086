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

    /// <summary>The statements of a script that make or change objects, batch by batch.</summary>
    public static IEnumerable<string> Definitions(string script)
    {
        var fragment = (TSqlScript)Parser().Parse(new StringReader(script), out var errors);
        errors.ShouldBeEmpty();
        return fragment.Batches.SelectMany(batch => batch.Statements)
            .Where(statement => statement is CreateTableStatement or CreateIndexStatement or AlterTableStatement or CreateProcedureStatement)
            .Select(statement => script.Substring(statement.StartOffset, statement.FragmentLength));
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
}
