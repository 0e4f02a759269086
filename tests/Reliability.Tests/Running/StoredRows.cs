using Microsoft.Data.Sqlite;

namespace Tracking.Reliability.Tests.Running;

/// <summary>What lies in the Sqlite file, read beside the processes that write it.</summary>
internal sealed class StoredRows(string path)
{
    private const int Analysed = 1;

    /// <summary>MessageIds of the events stored whole, one for each row.</summary>
    public Task<IReadOnlyList<string>> MessageIdsAsync() =>
        ReadAsync($"SELECT MessageId FROM Events WHERE Consent & {Analysed} = {Analysed}", row => row.GetString(0));

    /// <summary>Number of events stored without identifiers, and of their ids.</summary>
    public async Task<(long Rows, long Ids)> AnonymisedAsync() => (
        await NumberAsync($"SELECT COUNT(*) FROM Events WHERE Consent & {Analysed} = 0"),
        await NumberAsync($"SELECT COUNT(DISTINCT MessageId) FROM Events WHERE Consent & {Analysed} = 0"));

    /// <summary>Number of stored events.</summary>
    public Task<long> EventsAsync() => NumberAsync("SELECT COUNT(*) FROM Events");

    /// <summary>Events by the sums of their sessions.</summary>
    public Task<long> EventsOfSessionsAsync() => NumberAsync("SELECT COALESCE(SUM(Events), 0) FROM Sessions");

    /// <summary>Accepted and anonymised events by the intake's counts.</summary>
    public Task<long> CountedAsync() => NumberAsync("SELECT COALESCE(SUM(Count), 0) FROM IntakeCounts WHERE Kind IN (0, 1)");

    /// <summary>What a statement answers; 0 while file or table are not there.</summary>
    public async Task<long> NumberAsync(string statement)
    {
        try
        {
            return (await ReadAsync(statement, row => row.GetInt64(0)))[0];
        }
        catch (SqliteException)
        {
            return 0;
        }
    }

    /// <summary>The rows that a statement answers.</summary>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(string statement, Func<SqliteDataReader, T> read)
    {
        await using var connection = await OpenAsync(SqliteOpenMode.ReadOnly);
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Holds the only right to write until it is disposed of, as a stuck backup or another writer does.</summary>
    public async Task<IAsyncDisposable> LockAsync()
    {
        var connection = await OpenAsync(SqliteOpenMode.ReadWrite);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Makes the database unreachable until it is disposed of. No process has it open.</summary>
    public IDisposable TakeAway() => new Absence(path);

    private async Task<SqliteConnection> OpenAsync(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>The files lie elsewhere; a folder of their name keeps Sqlite from making others.</summary>
    private sealed class Absence : IDisposable
    {
        private readonly string path;

        public Absence(string path)
        {
            this.path = path;
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*"))
                File.Move(file, Elsewhere(file));
            Directory.CreateDirectory(path);
        }

        public void Dispose()
        {
            Directory.Delete(path);
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!, Elsewhere(Path.GetFileName(path)) + "*"))
                File.Move(file, Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileName(file)["away-".Length..]));
        }

        private static string Elsewhere(string file) => Path.Combine(Path.GetDirectoryName(file) ?? string.Empty, "away-" + Path.GetFileName(file));
    }
}
