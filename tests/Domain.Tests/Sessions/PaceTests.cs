using Tracking.Domain.Collect;
using Tracking.Domain.Sessions;

namespace Tracking.Domain.Tests.Sessions;

public class PaceTests
{
    [Theory]
    [InlineData(100, 500, true)]
    [InlineData(100, 506, false)]
    [InlineData(99, 1, false)]
    [InlineData(400, 100, true)]
    public void A_session_of_a_hundred_page_views_at_two_a_second_is_too_fast(int pageViews, int everyMs, bool isTooFast)
    {
        var session = SessionOf(pageViews, everyMs, BotSignals.None);

        session.IsTooFast.ShouldBe(isTooFast);
        session.IsBot.ShouldBeFalse("pace alone is no proof");
    }

    [Fact]
    public void Pace_and_a_data_centre_make_a_bot() =>
        SessionOf(100, 100, BotSignals.DataCentre).IsBot.ShouldBeTrue();

    private static Session SessionOf(int pageViews, int everyMs, BotSignals signals)
    {
        var sessions = new VisitorSessions([], () => 1);
        foreach (var number in Enumerable.Range(0, pageViews))
        {
            sessions.Add(new SessionEvent(
                new EventPosition(Visits.Noon + (number * everyMs), 0, Guid.CreateVersion7()), SessionRole.PageView, new SessionEntry(), signals));
        }

        return sessions.Current.ShouldHaveSingleItem();
    }
}
