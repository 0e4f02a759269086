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

    /// <summary>Makes a database of its own.</summary>
    /// <returns>Its connection string, and what removes it again.</returns>
    public static async Task<(string ConnectionString, Func<Task> Remove)> CreateDatabaseAsync()
    {
        MsSqlContainer? container = null;
        var server = Given();
        if (server is null)
        {
            container = new MsSqlBuilder("mcr.microsoft.com/mssql/server:2022-latest").Build();
            await container.StartAsync();
            server = container.GetConnectionString();
        }

        var database = $"tracking_tests_{Guid.CreateVersion7():N}";
        var connection = new SqlConnectionStringBuilder(server) { InitialCatalog = database }.ConnectionString;
        return (connection, async () =>
        {
            if (container is not null)
                await container.DisposeAsync();
            else
                await DropAsync(server, database);
        }
        );
    }

    private static string? Given() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    private static bool DockerRuns() =>
        Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } || File.Exists("/var/run/docker.sock");

    private static async Task DropAsync(string server, string database)
    {
        await using var connection = new SqlConnection(new SqlConnectionStringBuilder(server) { InitialCatalog = "master" }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is ours: a word and hex digits.
        command.CommandText =
            $"IF DB_ID(N'{database}') IS NOT NULL BEGIN ALTER DATABASE [{database}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{database}]; END";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
