namespace Tracking.Application.Import;

/// <summary>A log's time, <c>17/May/2015:10:05:03 +0000</c>; months are English whatever the server's language.</summary>
internal static class LogTime
{
    public const int Length = 26;
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length != Length || text[2] != '/' || text[6] != '/' || text[11] != ':' || text[14] != ':' || text[17] != ':'
            || text[20] != ' ' || text[21] is not ((byte)'+' or (byte)'-'))
            return false;

        var day = Digits(text[..2]);
        var month = Month(text[3..6]);
        var year = Digits(text[7..11]);
        var hour = Digits(text[12..14]);
        var minute = Digits(text[15..17]);
        var second = Digits(text[18..20]);
        var offsetHours = Digits(text[22..24]);
        var offsetMinutes = Digits(text[24..26]);
        // 9998 leaves room for the offset; 60 is a leap second.
        if (year is < 1970 or > 9998 || month == 0 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 60
            || offsetHours is < 0 or > 14 || offsetMinutes is < 0 or > 59)
            return false;

        var offset = new TimeSpan(offsetHours, offsetMinutes, 0);
        time = new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.Zero)
            .AddSeconds(second)
            .Add(text[21] == '-' ? offset : -offset);
        return true;
    }

    private static int Month(ReadOnlySpan<byte> name)
    {
        for (var month = 0; month < 12; month++)
            if (name[0] == Months[3 * month] && name[1] == Months[3 * month + 1] && name[2] == Months[3 * month + 2])
                return month + 1;
        return 0;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var value = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                return -1;
            value = 10 * value + (digit - '0');
        }
        return value;
    }
}
