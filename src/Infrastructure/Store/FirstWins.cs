using Microsoft.EntityFrameworkCore;

namespace Tracking.Infrastructure.Store;

/// <summary>Makes something once, whichever of several processes is first; the others take what it made.</summary>
internal static class FirstWins
{
    /// <summary>Finds it, else adds it, else (another was quicker) finds the other's.</summary>
    public static async Task<T> GetOrAddAsync<T>(TrackingContext db, Func<Task<T?>> find, Action add, CancellationToken cancellationToken)
        where T : class
    {
        if (await find() is { } there)
            return there;
        add();
        DbUpdateException? cause = null;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The unique key decided; if it was something else, nothing is found below.
            cause = exception;
            db.ChangeTracker.Clear();
        }

        return await find() ?? throw cause ?? new DbUpdateException("A row could be neither made nor found.");
    }
}
