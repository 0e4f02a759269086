using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Tracking.Api.Tests.Composition;

/// <summary>A stored event, as it lies in the database.</summary>
public sealed record StoredEvent(
    string Type, string Event, string MessageId, DateTimeOffset Timestamp, DateTimeOffset ReceivedAt, string VisitorId,
    string? AnonymousId, string? UserId, string? Page, string? Hostname, string? Title, int ConsentFlags, string Data)
{
    public bool Analytics => (ConsentFlags & 1) != 0;

    public bool Marketing => (ConsentFlags & 2) != 0;

    public bool Personalization => (ConsentFlags & 4) != 0;

    public bool Anonymised => (ConsentFlags & 8) != 0;

    /// <summary>The type's own properties.</summary>
    public JsonObject Properties => JsonNode.Parse(Data)!["properties"]?.AsObject() ?? [];

    /// <summary>The surroundings.</summary>
    public JsonObject Context => JsonNode.Parse(Data)!["context"]?.AsObject() ?? [];

    /// <summary>The page's URL among the properties.</summary>
    public string? Url => (string?)Properties["url"];
}

/// <summary>Reads the service's database.</summary>
internal sealed class StoredRows(string path)
{
    private readonly string connectionString = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite }.ToString();

    /// <summary>How many events of a site the store has taken in: stored, or known as repetitions.</summary>
    public Task<long> TakenInAsync(string site) => NumberAsync(
        "SELECT coalesce(sum(Count), 0) FROM IntakeCounts WHERE Kind IN (0, 1, 3) AND SiteId = (SELECT Id FROM Sites WHERE Name = $site)",
        ("$site", site));

    /// <summary>How many events of a site the store knows as repetitions.</summary>
    public Task<long> DuplicatesAsync(string site) => NumberAsync(
        "SELECT coalesce(sum(Count), 0) FROM IntakeCounts WHERE Kind = 3 AND SiteId = (SELECT Id FROM Sites WHERE Name = $site)",
        ("$site", site));

    /// <summary>The events of a site in the order in which they were stored.</summary>
    public Task<List<StoredEvent>> EventsAsync(string site) => ReadAsync(
        """
        SELECT Type, Event, MessageId, TimestampMs, ReceivedAtMs, VisitorId, AnonymousId, UserId, Page, Hostname, Title, Consent, Data
        FROM Events WHERE SiteId = (SELECT Id FROM Sites WHERE Name = $site) ORDER BY Id
        """,
        row => new StoredEvent(
            row.GetString(0), row.GetString(1), row.GetString(2),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
            row.GetString(5), Text(row, 6), Text(row, 7), Text(row, 8), Text(row, 9), Text(row, 10), row.GetInt32(11), row.GetString(12)),
        ("$site", site));

    public async Task<long> NumberAsync(string sql, params (string Name, object Value)[] parameters) =>
        (await ReadAsync(sql, row => row.GetInt64(0), parameters))[0];

    public async Task<List<T>> ReadAsync<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object Value)[] parameters)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are these tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Lets nobody write until the answer is disposed of.</summary>
    public async Task<IAsyncDisposable> LockAsync()
    {
        // A pool would keep the connection, and the transaction with it.
        var connection = new SqliteConnection(connectionString + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Lets go of the files.</summary>
    public static void Close() => SqliteConnection.ClearAllPools();

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
