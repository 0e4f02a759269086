namespace Tracking.Application.Import;

/// <summary>One line of a log file, without its line break.</summary>
/// <param name="Bytes">As they are in the file; valid until the next line is asked for. Empty when too long.</param>
/// <param name="IsTerminated"><c>false</c> for a last line without a line break, which the server may still be writing.</param>
/// <param name="IsTooLong">Over <see cref="LogReader.MaxLineBytes"/>: passed over without being kept.</param>
public readonly record struct LogLine(ReadOnlyMemory<byte> Bytes, bool IsTerminated = true, bool IsTooLong = false);
