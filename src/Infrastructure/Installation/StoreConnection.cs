using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Tracking.Infrastructure.Store;

namespace Tracking.Infrastructure.Installation;

/// <summary>What can be said of the store's connection string without connecting.</summary>
public static class StoreConnection
{
    /// <summary>What connection strings of a provider look like.</summary>
    public static string Allowed(StorageProvider provider) => provider == StorageProvider.SqlServer
        ? "Server=host;Database=tracking;User Id=…;Password=…"
        : "Data Source=/path/of/tracking.db";

    /// <summary>Whether it is a connection string of that provider, and names a server or file.</summary>
    public static bool IsValid(StorageProvider provider, string connection)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(provider == StorageProvider.SqlServer
                ? new SqlConnectionStringBuilder(connection).DataSource
                : new SqliteConnectionStringBuilder(connection).DataSource);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The full path of the database file that is meant and is not there.</summary>
    /// <returns><c>null</c> where it is there, and where the database is no file whose path can be told.</returns>
    public static string? MissingFile(InfrastructureSettings settings)
    {
        if (settings.Storage.Provider != StorageProvider.Sqlite)
            return null;
        // By default the file that StoreRegistration names.
        var file = settings.StoreConnection is { } connection
            ? new SqliteConnectionStringBuilder(connection) is { Mode: not SqliteOpenMode.Memory } named ? named.DataSource : null
            : settings.Data.PathOf("tracking.db");
        if (file is null or ":memory:" || file.StartsWith("file:", StringComparison.Ordinal) || file.StartsWith('|') || File.Exists(file))
            return null;
        return Path.GetFullPath(file);
    }

    /// <summary>The store's own words for a failure, in one line; <c>null</c> when it is none of the store's.</summary>
    public static string? WordsOf(Exception exception)
    {
        // The second is thrown of Sqlite's file alone: every other folder is made.
        var words = exception is DbException or DirectoryNotFoundException ? exception : exception.InnerException as DbException;
        return words?.Message.ReplaceLineEndings(" ");
    }
}
