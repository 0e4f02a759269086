using System.Globalization;
using System.Text.RegularExpressions;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Import;

/// <summary>The command <c>import</c>: run twice, or killed and run again, it comes to the same figures.</summary>
public partial class ImportTests
{
    private const int OwnLines = 8_000;
    private const string Pages = "page views";
    private const string Stored = "stored";
    private const string Known = "stored already by an earlier run";

    [Fact]
    public Task A_log_gives_the_same_figures_however_often_it_is_imported_and_wherever_that_was_killed() => CompareAsync(log =>
    {
        ExampleLog.Write(log, OwnLines);
        return log;
    });

    [ExampleLogFact]
    public Task A_real_log_gives_the_same_figures_however_often_it_is_imported_and_wherever_that_was_killed() =>
        CompareAsync(_ => ExampleLog.Find()!);

    [Fact]
    public async Task Where_nothing_says_the_host_pages_are_stored_under_a_name_that_cannot_be_one()
    {
        await using var installation = new Installation();
        var log = installation.DataPath("access.log");
        ExampleLog.Write(log, 100);

        await MigrateAsync(installation);
        var import = installation.Command("import", log, "--site", "shop");

        (await import.ExitAsync(90)).ShouldBe(0, import.Said);
        var stored = await installation.Store.NumberAsync("SELECT COUNT(*) FROM Events WHERE Hostname = 'shop.invalid'");
        stored.ShouldBeGreaterThan(50);
        import.Output.ShouldContain($"{stored} page views are stored under https://shop.invalid");
    }

    [Fact]
    public async Task Without_a_host_it_says_first_where_pages_will_be_and_what_that_does_to_referrers()
    {
        await using var installation = new Installation();
        var log = installation.DataPath("access.log");
        ExampleLog.Write(log, 10);
        await MigrateAsync(installation);

        var import = installation.Command("import", log, "--site", "shop");
        (await import.ExitAsync(90)).ShouldBe(0, import.Said);
        import.Errors.Split('\n')[0].ShouldBe("Without --host a page's host is what its line names, else https://shop.invalid, since the site lists no hosts. "
            + "Visits from your own pages count as referrals then: to be sure, stop, and give --host https://shop.example.");

        var named = installation.Command("import", log, "--site", "shop", "--host", "https://shop.example");
        (await named.ExitAsync(90)).ShouldBe(0, named.Said);
        named.Errors.ShouldNotContain("--host");
    }

    private static async Task CompareAsync(Func<string, string> make)
    {
        await using var undisturbed = new Installation();
        await using var killed = new Installation();
        var log = make(undisturbed.DataPath("access.log"));

        var once = await ImportAsync(undisturbed, log);
        once[Stored].ShouldBe(once[Pages]);
        var figures = await FiguresAsync(undisturbed);
        figures.Events.ShouldBe(once[Pages]);

        var twice = await ImportAsync(undisturbed, log);
        (twice[Stored], twice[Known]).ShouldBe((0, once[Pages]));
        (await FiguresAsync(undisturbed)).ShouldBe(figures);

        await MigrateAsync(killed);
        for (var kills = Form.Times(2, 10); kills > 0 && await killed.Store.EventsAsync() is var before && before < once[Pages] / 2; kills--)
        {
            using var held = new HeldLog(log, killed.DataPath($"held-{kills}.log"));
            var import = killed.Command(Arguments(held.Path));
            await Wait.UntilAsync("the import has stored some", 60,
                async () => await killed.Store.EventsAsync() > before || import.HasExited, () => import.Said);
            import.HasExited.ShouldBeFalse(import.Said);
            await import.KillAsync();
        }

        var (left, pages) = (await killed.Store.EventsAsync(), once[Pages]);
        left.ShouldBeInRange(1, pages - 1, "killed in the middle");
        var resumed = await ImportAsync(killed, log, isNew: false);
        (resumed[Stored], resumed[Known]).ShouldBe((pages - left, left));
        (await FiguresAsync(killed)).ShouldBe(figures);
    }

    private static string[] Arguments(string log) => ["import", log, "--site", "shop", "--host", "https://shop.example"];

    private static async Task MigrateAsync(Installation installation)
    {
        var migrate = installation.Command("migrate");
        (await migrate.ExitAsync(60)).ShouldBe(0, migrate.Said);
    }

    /// <summary>Imports, and holds the printed sums against each other.</summary>
    private static async Task<Dictionary<string, long>> ImportAsync(Installation installation, string log, bool isNew = true)
    {
        if (isNew)
            await MigrateAsync(installation);
        var import = installation.Command(Arguments(log));
        (await import.ExitAsync(90)).ShouldBe(0, import.Said);
        var sums = SummaryLine().Matches(import.Output).Select(line => (
            Name: line.Groups["name"].Value,
            Indented: line.Groups["indent"].Length > 0,
            Number: long.Parse(line.Groups["number"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture))).ToList();
        var byName = sums.ToDictionary(sum => sum.Name, sum => sum.Number);
        var skippedAt = sums.FindIndex(sum => sum.Name == "skipped");
        byName["lines read"].ShouldBe(byName[Pages] + byName["skipped"], import.Output);
        byName[Pages].ShouldBe(sums.Take(skippedAt).Where(sum => sum.Indented).Sum(sum => sum.Number), import.Output);
        byName["skipped"].ShouldBe(sums.Skip(skippedAt).Where(sum => sum.Indented).Sum(sum => sum.Number), import.Output);
        byName["lines read"].ShouldBe(File.ReadLines(log).LongCount());
        return byName;
    }

    private static async Task<Figures> FiguresAsync(Installation installation) => new(
        await installation.Store.EventsAsync(),
        await installation.Store.CountedAsync(),
        await installation.Store.NumberAsync("SELECT COUNT(*) FROM Sessions"),
        await installation.Store.EventsOfSessionsAsync(),
        await installation.Store.NumberAsync("SELECT COUNT(DISTINCT VisitorKey) FROM Events"),
        await installation.Store.NumberAsync("SELECT SUM(EndMs - StartMs) FROM Sessions"));

    private sealed record Figures(long Events, long Counted, long Sessions, long InSessions, long Visitors, long Duration);

    [GeneratedRegex(@"^(?<indent> *)(?<name>\S.*?) +(?<number>[\d,]+)\r?$", RegexOptions.Multiline)]
    private static partial Regex SummaryLine();
}
