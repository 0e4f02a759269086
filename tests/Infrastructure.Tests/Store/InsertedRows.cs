using System.Data;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>
/// Answers T-SQL so that who sent it goes on: it keeps what is inserted, and nothing of what is changed or deleted; of a WHERE it heeds
/// what is equal to a value, and no order; what it does not understand has no rows.
/// </summary>
/// <param name="model">The tables.</param>
/// <param name="others">Names of columns that other answers must have.</param>
internal sealed class InsertedRows(IModel model, IReadOnlyCollection<string> others)
{
    private readonly Dictionary<string, List<Dictionary<string, object>>> tables =
        model.GetEntityTypes().ToDictionary(type => type.GetTableName()!, _ => new List<Dictionary<string, object>>());

    public DataTableReader Answer(SqlCommand command)
    {
        var values = command.Parameters.Cast<SqlParameter>().ToDictionary(one => one.ParameterName.TrimStart('@'), one => one.Value);
        var results = TSql.Statements(command.CommandText).Select(statement => ResultOf(statement, values)).OfType<DataTable>().ToArray();
        return new DataTableReader(results.Length > 0 ? results : [Table(others, [])]);
    }

    private DataTable? ResultOf(TSqlStatement statement, Dictionary<string, object> values) => statement switch
    {
        InsertStatement { InsertSpecification: { InsertSource: ValuesInsertSource source } insert } => Output(
            insert.OutputClause, Insert(insert.Target, [.. insert.Columns.Select(Name)], source.RowValues, values)),
        InsertStatement { InsertSpecification: { InsertSource: SelectInsertSource { Select: QuerySpecification query } } insert } => Move(insert.Target, query),
        MergeStatement { MergeSpecification: { TableReference: InlineDerivedTable source } merge } => Output(
            merge.OutputClause, Insert(merge.Target, [.. source.Columns.Select(column => column.Value)], source.RowValues, values)),
        UpdateStatement { UpdateSpecification.OutputClause: { } output } => Output(output, [[]]),
        DeleteStatement { DeleteSpecification.OutputClause: { } output } => Output(output, [[]]),
        SelectStatement { QueryExpression: QuerySpecification query } => Read(query, values),
        _ => null,
    };

    private List<Dictionary<string, object>> Insert(
        TableReference into, string[] columns, IList<RowValue> rows, Dictionary<string, object> values)
    {
        var table = TSql.NameOf(into)!;
        var type = model.GetEntityTypes().SingleOrDefault(one => one.GetTableName() == table);
        var number = type?.FindPrimaryKey()?.Properties.SingleOrDefault(property => !columns.Contains(property.Name));
        var inserted = rows.Select((row, position) =>
        {
            var cells = columns.Zip(row.ColumnValues, (column, value) => (column, Value: ValueOf(value, values) ?? DBNull.Value))
                .ToDictionary(cell => cell.column, cell => cell.Value);
            if (number is not null)
                cells[number.Name] = Convert.ChangeType(tables[table].Count + position + 1, number.ClrType, CultureInfo.InvariantCulture);
            return cells;
        }).ToList();
        if (type is not null)
            tables[table].AddRange(inserted);
        return inserted;
    }

    // What was staged, where it is not there yet; from where it was, it is deleted next.
    private DataTable? Move(TableReference into, QuerySpecification query)
    {
        var staged = tables[TSql.NameOf(query.FromClause.TableReferences[0])!];
        var (name, table) = (TSql.NameOf(into)!, tables[TSql.NameOf(into)!]);
        var key = model.GetEntityTypes().Single(one => one.GetTableName() == name).FindPrimaryKey()!.Properties;
        table.AddRange(staged.Where(row => !table.Exists(there => key.All(column => there[column.Name].Equals(row[column.Name])))).ToList());
        staged.Clear();
        return null;
    }

    // A column, or the literal 1 by which EF counts.
    private static DataTable? Output(OutputClause? output, List<Dictionary<string, object>> rows)
    {
        if (output is null)
            return null;
        var columns = output.SelectColumns.Cast<SelectScalarExpression>().Select(one => one.Expression).ToList();
        return Table(
            columns.Select((_, index) => $"{index}"),
            rows.Select(row => columns.Select(column => column is ColumnReferenceExpression name ? row[Name(name)] : 1)));
    }

    private DataTable Read(QuerySpecification query, Dictionary<string, object> values)
    {
        var asked = query.SelectElements.OfType<SelectScalarExpression>().Select(one => one.Expression).ToList();
        var columns = asked.OfType<ColumnReferenceExpression>().Select(Name).ToList();
        if (columns.Count != query.SelectElements.Count)
        {
            return asked switch
            {
                // Whether there is any: no. What a function makes of it: nothing. What a procedure said: that it did as it was told.
                [SearchedCaseExpression] => Table(["any"], [[false]]),
                [FunctionCall] => Table(["made"], [[DBNull.Value]]),
                [VariableReference] => Table(["said"], [[0]]),
                _ => Table(others, []),
            };
        }

        if (query.FromClause?.TableReferences is not [NamedTableReference from] || !tables.TryGetValue(TSql.NameOf(from)!, out var rows))
            return Table(others, []);
        var wanted = EqualsIn(query.WhereClause?.SearchCondition)
            .Select(one => (Column: Name((ColumnReferenceExpression)one.FirstExpression), Value: ValueOf(one.SecondExpression, values)))
            .Where(one => one.Value is not null).ToList();
        var most = (query.OffsetClause?.FetchExpression ?? query.TopRowFilter?.Expression) is { } limit ? ValueOf(limit, values) as int? : null;
        return Table(columns, rows
            .Where(row => wanted.TrueForAll(one => row[one.Column].Equals(one.Value)))
            .Skip(query.OffsetClause is { } offset ? ValueOf(offset.OffsetExpression, values) as int? ?? 0 : 0)
            .Take(most ?? int.MaxValue)
            .Select(row => columns.Select(column => row.GetValueOrDefault(column, DBNull.Value))));
    }

    private static IEnumerable<BooleanComparisonExpression> EqualsIn(BooleanExpression? condition) => condition switch
    {
        BooleanBinaryExpression { BinaryExpressionType: BooleanBinaryExpressionType.And } both =>
            EqualsIn(both.FirstExpression).Concat(EqualsIn(both.SecondExpression)),
        BooleanComparisonExpression { ComparisonType: BooleanComparisonType.Equals, FirstExpression: ColumnReferenceExpression } one => [one],
        _ => [],
    };

    private static object? ValueOf(ScalarExpression expression, Dictionary<string, object> values) => expression switch
    {
        VariableReference variable => values[variable.Name[1..]],
        ParenthesisExpression inner => ValueOf(inner.Expression, values),
        StringLiteral text => text.Value,
        IntegerLiteral number => int.Parse(number.Value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string Name(ColumnReferenceExpression column) => column.MultiPartIdentifier.Identifiers[^1].Value;

    private static DataTable Table(IEnumerable<string> columns, IEnumerable<IEnumerable<object>> rows)
    {
        var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        foreach (var column in columns)
            table.Columns.Add(column, typeof(object));
        foreach (var row in rows)
            table.Rows.Add([.. row]);
        return table;
    }
}
