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
}
