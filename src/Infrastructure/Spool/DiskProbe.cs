namespace Tracking.Infrastructure.Spool;

/// <summary>Finds out whether a disk that failed takes what is written again: who asks may keep senders away until it does, so it cannot wait for the next batch.</summary>
internal static class DiskProbe
{
    /// <summary>Writes and flushes a file in the folder, and deletes it.</summary>
    public static bool TakesWhatIsWritten(string folder)
    {
        var probe = Path.Combine(folder, "probe");
        try
        {
            using (var file = File.OpenHandle(probe, FileMode.Create, FileAccess.Write))
            {
                RandomAccess.Write(file, "probe"u8, 0);
                RandomAccess.FlushToDisk(file);
            }

            File.Delete(probe);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
