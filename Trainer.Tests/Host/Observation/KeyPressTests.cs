using Trainer.Host.Observation;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host.Observation;

public sealed class KeyPressTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Queue<char> _typed = new();

    [Theory]
    [InlineData("p", true)]
    [InlineData("P", true)]
    [InlineData("xpx", true)]
    [InlineData("x", false)]
    [InlineData("", false)]
    public void WasPressed_KeysThatWereTyped_LooksForItsOwn(string typed, bool expected)
    {
        KeyPress key = Key();
        Type(typed);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(expected, key.WasPressed());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(key.WasPressed());
    }

    [Fact]
    public void WasPressed_SoonAfterTheLastLook_DoesNotLook()
    {
        KeyPress key = Key();
        Type("p");
        _time.Advance(TimeSpan.FromMilliseconds(199));

        Assert.False(key.WasPressed());
        Assert.Single(_typed);
    }

    private KeyPress Key() => new('p', () => _typed.TryDequeue(out char key) ? key : null, _time);

    private void Type(string text)
    {
        foreach (char key in text)
        {
            _typed.Enqueue(key);
        }
    }
}
