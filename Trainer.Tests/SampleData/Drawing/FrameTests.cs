using Trainer.SampleData.Drawing;
using Xunit;

namespace Trainer.Tests.SampleData.Drawing;

public sealed class FrameTests
{
    [Fact]
    public void Turned_QuarterTurn_LaysUAlongTheFormerV()
    {
        Frame frame = new(1, 2, Ux: 3, Uy: 4, Vx: 5, Vy: 6);

        Frame turned = frame.Turned(0.25);

        Assert.Equal((5, 6), (turned.Ux, turned.Uy));
        Assert.Equal((-3, -4), (turned.Vx, turned.Vy));
        Assert.Equal((1, 2), (turned.X, turned.Y));
    }

    [Fact]
    public void Moved_UnitsOfTheFrame_MovesTheOrigin()
    {
        Frame frame = new(1, 2, Ux: 3, Uy: 4, Vx: 5, Vy: 6);

        Frame moved = frame.Moved(2, -1);

        Assert.Equal((1 + 6 - 5, 2 + 8 - 6), (moved.X, moved.Y));
    }
}
