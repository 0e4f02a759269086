using Tracking.Reliability.Tests.Import;
using Tracking.Reliability.Tests.Running;

namespace Tracking.Reliability.Tests.Starts;

/// <summary>Commands that are mistyped, or run in the wrong folder.</summary>
public class CommandTests
{
    [Theory]
    [InlineData("reclassfy", "'reclassfy' is no command; did you mean reclassify? Allowed: serve, migrate, import, reclassify, set-aside, and settings like")]
    [InlineData("start", "'start' is no command; allowed: serve, migrate, import, reclassify, set-aside, and settings like")]
    public async Task An_unknown_command_is_refused_with_those_that_there_are(string command, string said)
    {
        await using var installation = new Installation();

        var run = installation.Command(command);

        (await run.ExitAsync(30)).ShouldBe(2, run.Said);
        run.Errors.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldStartWith(said);
        Directory.Exists(installation.DataPath("data")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("reclassify", false)]
    [InlineData("reclassify", true)]
    [InlineData("set-aside", false)]
    [InlineData("set-aside", true)]
    public async Task What_works_on_stored_events_makes_no_database_where_none_is(string command, bool folderIsThere)
    {
        await using var installation = new Installation();

        await RefusedAsync(installation, folderIsThere, command);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_in_a_folder_without_a_database_makes_none(bool folderIsThere)
    {
        await using var installation = new Installation();
        var log = installation.DataPath("access.log");
        ExampleLog.Write(log, 10);

        await RefusedAsync(installation, folderIsThere, "import", log, "--site", "shop");
    }

    [Fact]
    public async Task The_database_that_is_meant_may_be_named_by_its_connection_string()
    {
        await using var installation = new Installation();
        var missing = installation.DataPath("elsewhere.db");

        var run = installation.Command("reclassify", $"--ConnectionStrings:Tracking=Data Source={missing}");

        (await run.ExitAsync(30)).ShouldBe(2, run.Said);
        run.Errors.ShouldContain(missing);
        File.Exists(missing).ShouldBeFalse();
    }

    private static async Task RefusedAsync(Installation installation, bool folderIsThere, params string[] command)
    {
        var data = installation.DataPath("data");
        if (folderIsThere)
            Directory.CreateDirectory(data);

        var run = installation.Command(command);

        (await run.ExitAsync(30)).ShouldBe(2, run.Said);
        run.Errors.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldStartWith($"There is no database at {Path.Combine(data, "tracking.db")}: ");
        run.Errors.ShouldContain("Data__Directory");
        Directory.Exists(data).ShouldBe(folderIsThere);
        if (folderIsThere)
            Directory.EnumerateFileSystemEntries(data).ShouldBeEmpty();
    }
}
