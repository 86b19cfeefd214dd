using Trainer.Host.Prediction;
using Xunit;

namespace Trainer.Tests.Host.Prediction;

public sealed class TopClassesTests
{
    [Fact]
    public void Of_Probabilities_GivesTheLikeliestAndOfEqualOnesTheFirst()
    {
        var top = new TopClasses(["a", "b", "c", "d"], 3);

        Assert.Equal([new("c", 0.5f), new("b", 0.2f), new("d", 0.2f)], top.Of([0.1f, 0.2f, 0.5f, 0.2f]).ToArray());
        Assert.Equal(["a", "b", "c"], top.Of([1, 0, 0, 0]).ToArray().Select(entry => entry.Class));
    }
}
