using System.Text.Json;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Load;

/// <summary>Promise 1 of the architecture: what was answered 202 is stored, and once.</summary>
internal static class PromisesKept
{
    private const double StoredWithin = 90;

    /// <summary>Waits until as many events are stored as were promised, and holds both sets against each other.</summary>
    public static async Task ShouldBeKeptAsync(this EventLoad load, Installation installation)
    {
        load.Promises.ShouldBePositive();
        load.Repetitions.ShouldBePositive();
        var store = installation.Store;
        await Wait.UntilAsync(
            "all that was promised is stored", StoredWithin, async () => await store.EventsAsync() >= load.Promises, () => load.ToString());
        // What might come a second time is in the spool until it is stored too.
        await Wait.UntilAsync("the spool is empty", StoredWithin, () => !installation.SpoolFiles.Any());

        ShouldBeSame(await store.MessageIdsAsync(), load.Promised, "stored");
        (await store.AnonymisedAsync()).ShouldBe((load.PromisedAnonymously, load.PromisedAnonymously));
        (await store.CountedAsync()).ShouldBe(load.Promises, "accepted and anonymised by the intake's counts");
        (await store.EventsOfSessionsAsync()).ShouldBe(load.Promises, "events by their sessions' sums");
        ShouldBeSame((await ReportedAsync(installation.Url)).Where(load.Promised.Contains).ToList(), load.Promised, "reported");
    }

    private static void ShouldBeSame(IReadOnlyList<string> found, IReadOnlyCollection<string> promised, string what)
    {
        promised.Except(found).ShouldBeEmpty($"promised and not {what}");
        found.Except(promised).ShouldBeEmpty($"{what} and never promised");
        found.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty($"{what} more than once");
    }

    /// <summary>MessageIds of all events in the report, one for each line.</summary>
    public static async Task<IReadOnlyList<string>> ReportedAsync(string url)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Http.GetAsync($"{url}/v1/reports/events?limit=1000{(cursor is null ? "" : $"&cursor={cursor}")}", Installation.SecretKey);
            using var report = JsonDocument.Parse(page);
            ids.AddRange(report.RootElement.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("messageId").GetString()!));
            cursor = report.RootElement.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        return ids;
    }
}
