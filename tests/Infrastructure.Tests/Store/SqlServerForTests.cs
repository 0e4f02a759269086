using Microsoft.Data.SqlClient;
using Testcontainers.MsSql;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>A SQL Server to test on: the one that <c>TRACKING_TEST_SQLSERVER</c> names, else a container where Docker runs.</summary>
internal static class SqlServerForTests
{
    public const string Variable = "TRACKING_TEST_SQLSERVER";

    /// <summary>Why there is none; <c>null</c>: there is one.</summary>
    public static string? WhyNot { get; } = Given() is not null || DockerRuns()
        ? null
        : $"No SQL Server: {Variable} holds no connection string and no Docker engine runs.";

    private static readonly SemaphoreSlim OneAtATime = new(1);

    // One for all tests of the run; what watches over containers takes it away after them.
    private static readonly Lazy<Task<string>> Container = new(async () =>
    {
        var container = new MsSqlBuilder("mcr.microsoft.com/mssql/server:2022-latest").Build();
        await container.StartAsync();
        return container.GetConnectionString();
    });

    /// <summary>Makes a database of its own.</summary>
    /// <returns>Its connection string, and what removes it again.</returns>
    public static async Task<(string ConnectionString, Func<Task> Remove)> CreateDatabaseAsync()
    {
        var server = Given() ?? await Container.Value;
        var database = $"tracking_tests_{Guid.CreateVersion7():N}";
        // A server refuses to copy its model twice at once.
        await OneAtATime.WaitAsync();
        try
        {
            await RunAsync(server, $"CREATE DATABASE [{database}]");
        }
        finally
        {
            OneAtATime.Release();
        }

        return (
            new SqlConnectionStringBuilder(server) { InitialCatalog = database }.ConnectionString,
            () => RunAsync(server, $"ALTER DATABASE [{database}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{database}];"));
    }

    private static string? Given() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    private static bool DockerRuns() =>
        Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } || File.Exists("/var/run/docker.sock");

    private static async Task RunAsync(string server, string statement)
    {
        await using var connection = new SqlConnection(new SqlConnectionStringBuilder(server) { InitialCatalog = "master" }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The database's name is ours: a word and hex digits.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
