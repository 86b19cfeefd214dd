using System.Text;
using Trainer.Core.Text;
using Xunit;

namespace Trainer.Tests.Core.Text;

public sealed class CodePointComparerTests
{
    [Fact]
    public void Compare_AnyText_AgreesWithUtf8Bytes()
    {
        // UTF-8 was made so that its bytes sort by code point.
        Random random = new(1);
        for (int sample = 0; sample < 10_000; sample++)
        {
            (string x, string y) = (RandomText(random), RandomText(random));
            int expected = Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y));
            Assert.Equal(Math.Sign(expected), Math.Sign(CodePointComparer.Instance.Compare(x, y)));
        }
    }

    [Fact]
    public void Compare_Null_SortsFirst()
    {
        Assert.Equal(0, CodePointComparer.Instance.Compare(null, null));
        Assert.True(CodePointComparer.Instance.Compare(null, string.Empty) < 0);
        Assert.True(CodePointComparer.Instance.Compare(string.Empty, null) > 0);
    }

    // Few different characters, so that texts share prefixes: below, around and beyond the surrogates.
    private static string RandomText(Random random) =>
        string.Concat(random.GetItems(new[] { "a", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "\U0001F337", "\U0001F33B" }, random.Next(4)));
}
