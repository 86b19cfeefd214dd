using Trainer.Core.Training.Schedules;
using Xunit;

namespace Trainer.Tests.Core.Training.Schedules;

/// <summary>Numbers worked out by hand from Keras' (and, for one cycle, PyTorch's) definitions.</summary>
public sealed class LearningRateScheduleTests
{
    [Fact]
    public void ConstantRate_AnyUpdate_IsTheNumber() => AssertRates(0.1, (0, 0.1), (1_000_000, 0.1));

    [Fact]
    public void TimeDecay_Updates_DivideByAGrowingNumber() =>
        AssertRates(new TimeDecay(0.1, 0.5, decaySteps: 10), (0, 0.1), (10, 0.1 / 1.5), (20, 0.05), (5, 0.08));

    [Fact]
    public void PiecewiseConstantDecay_Boundary_StillHasTheRateBeforeIt() => AssertRates(
        new PiecewiseConstantDecay([100, 110], [1, 0.5, 0.1]), (0, 1), (100, 1), (101, 0.5), (110, 0.5), (111, 0.1), (9999, 0.1));

    [Fact]
    public void ExponentialDecay_Updates_MultiplySmoothlyOrInSteps()
    {
        AssertRates(new ExponentialDecay(1, 10, 0.25), (0, 1), (5, 0.5), (10, 0.25), (20, 0.0625));
        AssertRates(new ExponentialDecay(1, 10, 0.25, staircase: true), (0, 1), (9, 1), (10, 0.25), (19, 0.25), (20, 0.0625));
    }

    [Fact]
    public void CosineDecay_WithoutWarmup_GoesDownHalfACosine() => AssertRates(
        new CosineDecay(1, 90, alpha: 0.2), (0, 1), (30, (0.8 * 0.75) + 0.2), (45, 0.6), (60, (0.8 * 0.25) + 0.2), (90, 0.2), (1000, 0.2));

    [Fact]
    public void CosineDecay_Warmup_RisesEvenlyFirst() => AssertRates(
        new CosineDecay(0, 60, alpha: 0, warmupTarget: 2, warmupSteps: 10), (0, 0), (5, 1), (10, 2), (30, 1.5), (40, 1), (70, 0), (99, 0));

    [Fact]
    public void OneCycle_Updates_RiseToThePeakAndFallToAlmostNothing() => AssertRates(
        new OneCycle(1, 101, riseShare: 51 / 101.0, divisor: 5, finalDivisor: 10), (0, 0.2), (25, 0.6), (50, 1), (75, 0.51), (100, 0.02), (200, 0.02));

    [Fact]
    public void FunctionSchedule_Update_IsHandedOn() => AssertRates(new FunctionSchedule(update => 1.0 / (1 + update)), (0, 1), (3, 0.25));

    [Fact]
    public void Constructors_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantRate(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeDecay(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialDecay(1, 0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineDecay(0, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycle(1, 10, riseShare: 1.5));
        Assert.Throws<ArgumentException>(() => new PiecewiseConstantDecay([1], [1]));
        Assert.Throws<ArgumentException>(() => new PiecewiseConstantDecay([2, 1], [1, 2, 3]));
    }

    private static void AssertRates(LearningRateSchedule schedule, params (long Update, double Rate)[] expected) =>
        Assert.All(expected, pair => Assert.Equal(pair.Rate, schedule.RateAt(pair.Update), 1e-12));
}
