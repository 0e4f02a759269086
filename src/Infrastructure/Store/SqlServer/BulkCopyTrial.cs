using Microsoft.Data.SqlClient;

namespace Tracking.Infrastructure.Store.SqlServer;

/// <summary>Finds out whether a server takes bulk copy, as some that speak its protocol do not; where a copy fails, rows go by statements.</summary>
internal sealed class BulkCopyTrial
{
    /// <summary>So many in a row are no accident.</summary>
    private const int GivenUpAfter = 3;

    private int refused;

    /// <summary>Copies, else inserts.</summary>
    /// <param name="copy">By bulk copy.</param>
    /// <param name="insert">By statements: if these fail too, their error is the one that is told.</param>
    /// <param name="isOpen">Whether, after a failure, connection and transaction are as they were.</param>
    /// <returns>Whether bulk copy was given up just now, until the process ends.</returns>
    public async Task<bool> RunAsync(Func<Task> copy, Func<Task> insert, Func<bool> isOpen)
    {
        if (Volatile.Read(ref refused) < GivenUpAfter)
        {
            try
            {
                await copy();
                Volatile.Write(ref refused, 0);
                return false;
            }
            catch (Exception exception) when (IsRefusal(exception) && isOpen())
            {
                // Of the copy, not of the rows, if the same rows can be inserted.
            }

            await insert();
            return Interlocked.Increment(ref refused) == GivenUpAfter;
        }

        await insert();
        return false;
    }

    // The client has a kind of its own for values that it does not send.
    private static bool IsRefusal(Exception exception) =>
        exception is SqlException ? !StoreTrouble.Is(exception) : exception is InvalidOperationException;
}
