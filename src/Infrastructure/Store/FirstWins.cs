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
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // The unique key decided; if it was something else, nothing is found below.
            db.ChangeTracker.Clear();
        }

        return await find() ?? throw new InvalidOperationException("A row could be neither made nor found.");
    }
}
