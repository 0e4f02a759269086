using Microsoft.EntityFrameworkCore;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Reports;

/// <summary>What the two stores write differently; all other SQL of the reports is one text for both.</summary>
internal abstract class ReportDialect
{
    public static ReportDialect Sqlite { get; } = new SqliteDialect();

    public static ReportDialect SqlServer { get; } = new SqlServerDialect();

    public static ReportDialect Of(TrackingContext db) => db.Database.IsSqlite() ? Sqlite : SqlServer;

    /// <summary>Counts into 64 bits.</summary>
    public abstract string Count(string what);

    /// <summary>Whether a text is another, character by character.</summary>
    public abstract string IsSame(string text, string other);

    /// <summary>Whether a text is one of a JSON array's, character by character.</summary>
    public abstract string IsAnyOf(string text, string json);

    /// <summary>Whether a text contains another, case ignored.</summary>
    public abstract string Contains(string text, string other);

    /// <summary>What to group by so that texts are told apart character by character.</summary>
    public abstract string GroupKey(string text);

    /// <summary>What to order by so that texts stand in the order of their UTF-8 bytes.</summary>
    public abstract string OrderKey(string text);

    /// <summary>Rows (Number, StartMs, EndMs) of the buckets that <see cref="ReportSql.AddBuckets"/> has added.</summary>
    public abstract string Buckets(string json);

    /// <summary>Rows (Id, Value) of a JSON array of objects with <c>id</c> and <c>value</c>, whole numbers.</summary>
    public abstract string Numbers(string json);

    /// <summary>Part of the rows, after ORDER BY.</summary>
    public abstract string Page(string limit, string offset);

    private sealed class SqliteDialect : ReportDialect
    {
        public override string Count(string what) => $"COUNT({what})";

        public override string IsSame(string text, string other) => $"{text} = {other}";

        public override string IsAnyOf(string text, string json) => $"{text} IN (SELECT value FROM json_each({json}))";

        // The store's own lower() knows ASCII only: ReportConnection gives it this function.
        public override string Contains(string text, string other) => $"{ReportConnection.ContainsFunction}({text}, {other})";

        public override string GroupKey(string text) => text;

        public override string OrderKey(string text) => text;

        public override string Buckets(string json) =>
            $"SELECT value ->> '$.n' AS Number, value ->> '$.a' AS StartMs, value ->> '$.b' AS EndMs FROM json_each({json})";

        public override string Numbers(string json) => $"SELECT value ->> '$.id' AS Id, value ->> '$.value' AS Value FROM json_each({json})";

        public override string Page(string limit, string offset) => $"LIMIT {limit} OFFSET {offset}";
    }

    private sealed class SqlServerDialect : ReportDialect
    {
        private const string ByCodePoint = "COLLATE Latin1_General_100_BIN2";

        public override string Count(string what) => $"COUNT_BIG({what})";

        // The server takes 'a' and 'a ' for the same under every collation; their lengths differ.
        public override string IsSame(string text, string other) => $"({text} = {other} AND DATALENGTH({text}) = DATALENGTH({other}))";

        public override string IsAnyOf(string text, string json) =>
            $"EXISTS (SELECT 1 FROM OPENJSON({json}) WITH (Value nvarchar(4000) '$') j WHERE {IsSame(text, $"j.Value {ByCodePoint}")})";

        // Upper case and no collation that ignores case, which would take more for the same (ss and ß) than case.
        public override string Contains(string text, string other) =>
            $"CHARINDEX(UPPER({other} {ByCodePoint}), UPPER({text} {ByCodePoint})) > 0";

        public override string GroupKey(string text) => $"{text}, DATALENGTH({text})";

        public override string OrderKey(string text) =>
            $"CAST(CAST({text} COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(8000)) AS varbinary(8000))";

        public override string Buckets(string json) =>
            $"SELECT Number, StartMs, EndMs FROM OPENJSON({json}) WITH (Number bigint '$.n', StartMs bigint '$.a', EndMs bigint '$.b')";

        public override string Numbers(string json) => $"SELECT Id, Value FROM OPENJSON({json}) WITH (Id int '$.id', Value bigint '$.value')";

        public override string Page(string limit, string offset) => $"OFFSET {offset} ROWS FETCH NEXT {limit} ROWS ONLY";
    }
}
