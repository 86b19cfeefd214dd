using Trainer.Core.Progress;
using Xunit;

namespace Trainer.Tests.Core.Progress;

public sealed class EpochLineTests
{
    [Fact]
    public void Header_FirstEpoch_CountsFromOne() => Assert.Equal("Epoch 1/75", EpochLine.Header(0, 75));

    [Fact]
    public void Format_Final_EqualsKeras()
    {
        string line = EpochLine.Format(
            31,
            31,
            TimeSpan.FromSeconds(9.82),
            [new("loss", 3.67912), new("accuracy", 0.14006), new("val_loss", 1828.64412), new("val_accuracy", 0.0625)],
            final: true);

        Assert.Equal(
            "31/31 [==============================] - 10s 317ms/step - loss: 3.6791 - accuracy: 0.1401"
            + " - val_loss: 1828.6441 - val_accuracy: 0.0625",
            line);
    }

    [Theory]
    [InlineData(0, " 0/31 [..............................] - ETA: 0s")]
    [InlineData(1, " 1/31 [..............................] - ETA: 5:00")]
    [InlineData(2, " 2/31 [>.............................] - ETA: 2:25")]
    [InlineData(10, "10/31 [========>.....................] - ETA: 21s")]
    [InlineData(30, "30/31 [============================>.] - ETA: 0s")]
    [InlineData(31, "31/31 [==============================] - ETA: 0s")]
    public void Format_Running_ShowsBarAndRemainingTime(int step, string expected) =>
        Assert.Equal(expected, EpochLine.Format(step, 31, TimeSpan.FromSeconds(10), [], final: false));

    [Theory]
    [InlineData(60, "ETA: 60s")]
    [InlineData(60.5, "ETA: 1:00")]
    [InlineData(3600, "ETA: 60:00")]
    [InlineData(3601, "ETA: 1:00:01")]
    [InlineData(40000, "ETA: 11:06:40")]
    public void Format_RemainingTime_HasKerasForms(double seconds, string expected) =>
        Assert.EndsWith(expected, EpochLine.Format(1, 2, TimeSpan.FromSeconds(seconds), [], final: false), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, " - 0s 0s/step")]
    [InlineData(0.0004, " - 0s 200us/step")]
    [InlineData(0.5, " - 0s 250ms/step")]
    [InlineData(1.5, " - 2s 750ms/step")]
    [InlineData(2.5, " - 2s 1s/step")]
    [InlineData(200, " - 200s 100s/step")]
    public void Format_TimePerStep_HasKerasUnits(double seconds, string expected) =>
        Assert.EndsWith(expected, EpochLine.Format(2, 2, TimeSpan.FromSeconds(seconds), [], final: true), StringComparison.Ordinal);

    [Theory]
    [InlineData(1234.56789, "1234.5679")]
    [InlineData(0.0011, "0.0011")]
    [InlineData(0.001, "1.0000e-03")]
    [InlineData(0.00012345, "1.2345e-04")]
    [InlineData(0, "0.0000e+00")]
    [InlineData(-0.5, "-0.5000")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    public void Format_Numbers_HaveKerasForms(double value, string expected) => Assert.EndsWith(
        $" - loss: {expected}", EpochLine.Format(1, 1, TimeSpan.Zero, [new("loss", value)], final: true), StringComparison.Ordinal);

    [Fact]
    public void Format_StepsNotKnown_HasNoBar() => Assert.Equal(
        "     12/Unknown - 6s 500ms/step - loss: 1.5000",
        EpochLine.Format(12, null, TimeSpan.FromSeconds(6), [new("loss", 1.5)], final: false));
}
