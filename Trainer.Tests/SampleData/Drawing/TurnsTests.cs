using Trainer.SampleData.Drawing;
using Xunit;

namespace Trainer.Tests.SampleData.Drawing;

public sealed class TurnsTests
{
    [Fact]
    public void Direction_AnyAngle_IsCosineAndSine()
    {
        for (int step = -3000; step <= 3000; step++)
        {
            double turns = step / 997.0;

            (double cos, double sin) = Turns.Direction(turns);

            Assert.Equal(Math.Cos(turns * 2 * Math.PI), cos, 1e-9);
            Assert.Equal(Math.Sin(turns * 2 * Math.PI), sin, 1e-9);
        }
    }
}
