using Tracking.Domain.Collect;

namespace Tracking.Domain.Tests.Collect;

public class BotJudgementTests
{
    [Theory]
    [InlineData(BotSignals.None, false)]
    [InlineData(BotSignals.Crawler, true)]
    [InlineData(BotSignals.Headless, true)]
    [InlineData(BotSignals.HeadlessHints, true)]
    [InlineData(BotSignals.Library, true)]
    [InlineData(BotSignals.NoUserAgent, true)]
    [InlineData(BotSignals.Robots, true)]
    [InlineData(BotSignals.MissingHeaders, false)]
    [InlineData(BotSignals.DataCentre, false)]
    [InlineData(BotSignals.Pace, false)]
    [InlineData(BotSignals.MissingHeaders | BotSignals.DataCentre, true)]
    [InlineData(BotSignals.MissingHeaders | BotSignals.Pace, false)]
    [InlineData(BotSignals.DataCentre | BotSignals.Pace, true)]
    [InlineData(BotSignals.Crawler | BotSignals.Pace, true)]
    public void One_strong_signal_or_a_data_centre_and_another_weak_one_make_a_bot(BotSignals signals, bool isBot) => signals.IsBot().ShouldBe(isBot);
}
