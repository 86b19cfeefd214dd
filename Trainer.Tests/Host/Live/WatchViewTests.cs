using Trainer.Host;
using Trainer.Host.Live.Watch;
using Xunit;

namespace Trainer.Tests.Host.Live;

public sealed class WatchViewTests
{
    [Theory]
    [InlineData(false, null, null, "the output is redirected")]
    [InlineData(true, "NO_COLOR", "1", "NO_COLOR is set")]
    [InlineData(true, "TERM", "dumb", "TERM is dumb")]
    public void WhyNot_TerminalThatCannot_SaysWhy(bool isLive, string? variable, string? value, string reason)
    {
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null, isLive, TimeProvider.System);

        Assert.Equal(reason, WatchView.WhyNot(terminal, name => name == variable ? value : null));
    }
}
