using System.Runtime.InteropServices;

namespace Tracking.Infrastructure.Installation;

/// <summary>
/// Who may read what this process writes. Sqlite makes its files with the process's mask, and the data folder, where an operator made it,
/// may be open to all: only the mask (umask(2)) covers every file, whoever makes it.
/// </summary>
public static partial class FileRights
{
    private const uint AllOfGroupAndOthers = 0b000_111_111;

    /// <summary>From now on only the owner may read new files. Windows gives files the rights of their folder.</summary>
    public static void OwnerOnly()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetMask(AllOfGroupAndOthers);
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint SetMask(uint mask);
}
