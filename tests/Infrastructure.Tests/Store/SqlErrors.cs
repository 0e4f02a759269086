using System.Reflection;
using Microsoft.Data.SqlClient;

namespace Tracking.Infrastructure.Tests.Store;

/// <summary>Errors as SQL Server's client would throw them, which offers no way to make one.</summary>
internal static class SqlErrors
{
    public static SqlException Of(int number, byte severity, string words)
    {
        var errors = (SqlErrorCollection)Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        var error = typeof(SqlError).GetConstructors(BindingFlags.NonPublic | BindingFlags.Instance)
            .Single(one => one.GetParameters().Select(parameter => parameter.ParameterType).SequenceEqual(
                [typeof(int), typeof(byte), typeof(byte), typeof(string), typeof(string), typeof(string), typeof(int), typeof(Exception), typeof(int)]))
            .Invoke([number, (byte)1, severity, "server", words, string.Empty, 1, null, -1]);
        typeof(SqlErrorCollection).GetMethod("Add", BindingFlags.NonPublic | BindingFlags.Instance)!.Invoke(errors, [error]);
        return (SqlException)typeof(SqlException)
            .GetMethod("CreateException", BindingFlags.NonPublic | BindingFlags.Static, [typeof(SqlErrorCollection), typeof(string)])!
            .Invoke(null, [errors, "16.0"])!;
    }
}
