using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Import;

/// <summary>Logs to import.</summary>
internal static class ExampleLog
{
    private const string Name = "access.log";

    /// <summary>A real server's log, where it is: too large for the repository.</summary>
    public static string? Find() => new[]
    {
        Environment.GetEnvironmentVariable("TRACKING_TEST_DATA"),
        Path.GetFullPath(Path.Combine(BuiltProgram.Root, "..", "shared/data")),
    }.Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.Combine(folder!, Name)).FirstOrDefault(File.Exists);

    /// <summary>Writes a log of pages, equal lines among them, and of lines that are none.</summary>
    public static void Write(string path, int lines)
    {
        var random = new Random(lines);
        var time = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
        using var writer = new StreamWriter(path);
        for (var number = 0; number < lines; number++)
        {
            time = time.AddSeconds(random.Next(3));
            var (request, status) = random.Next(10) switch
            {
                0 => ("GET /images/logo.png HTTP/1.1", 200),
                1 => ("POST /cart HTTP/1.1", 200),
                2 => ($"GET /gone/{random.Next(9)} HTTP/1.1", 404),
                3 => ("GET /feed/ HTTP/1.1", 200),
                _ => ($"GET /products/{random.Next(50)} HTTP/1.1", 200),
            };
            writer.Write(number % 97 == 96
                ? "this line is none of a server's\n"
                : $"192.0.2.{random.Next(200)} - - [{time:dd/MMM/yyyy:HH:mm:ss} +0000] \"{request}\" {status} 512 \"-\" "
                    + "\"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\"\n");
            // The same second, visitor and page again: a second view of it.
            if (number % 41 == 40)
                writer.Write($"198.51.100.7 - - [{time:dd/MMM/yyyy:HH:mm:ss} +0000] \"GET /twice HTTP/1.1\" 200 1 \"-\" \"-\"\n"
                    + $"198.51.100.7 - - [{time:dd/MMM/yyyy:HH:mm:ss} +0000] \"GET /twice HTTP/1.1\" 200 1 \"-\" \"-\"\n");
        }
    }
}
