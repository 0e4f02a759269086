using System.Text;
using Tracking.Application.Import;

namespace Tracking.Application.Tests.Import;

/// <summary>What a whole log amounts to, read as the import reads it.</summary>
internal sealed class LogFigures
{
    private static readonly PageOrigin Origin = PageOrigin.TryParse("http://semicomplete.com", out var origin) ? origin : throw new InvalidOperationException();

    public int Lines { get; private set; }
    public Dictionary<SkipReason, int> Skipped { get; } = [];
    public List<PageRequest> Pages { get; } = [];
    public List<string> MessageIds { get; } = [];

    public Dictionary<string, int> PagesByDay => Pages.CountBy(Day).ToDictionary();

    public Dictionary<string, int> VisitorsByDay =>
        Pages.Select(page => (Day: Day(page), page.Address, page.UserAgent)).Distinct().CountBy(visitor => visitor.Day).ToDictionary();

    public IEnumerable<(string Path, int Pages)> TopPaths(int count) =>
        Pages.CountBy(page => new Uri(page.Url).AbsolutePath).OrderByDescending(path => path.Value).ThenBy(path => path.Key, StringComparer.Ordinal)
            .Take(count).Select(path => (path.Key, path.Value));

    public static async Task<LogFigures> ReadAsync(Stream source)
    {
        var figures = new LogFigures();
        var ids = new LineMessageIds(Encoding.ASCII.GetBytes("the same key for every reading..."));
        await foreach (var line in new LogReader(source).ReadLinesAsync())
        {
            figures.Lines++;
            if (PageRequest.TryRead(line, Origin, null, out var page, out var reason))
            {
                figures.Pages.Add(page);
                figures.MessageIds.Add(ids.Next(line.Bytes.Span));
            }
            else
            {
                figures.Skipped[reason.Value] = figures.Skipped.GetValueOrDefault(reason.Value) + 1;
            }
        }
        return figures;
    }

    private static string Day(PageRequest page) => page.Time.UtcDateTime.ToString("yyyy-MM-dd");
}
