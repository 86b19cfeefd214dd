using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Schedules;
using Trainer.Host.Configuration;
using Trainer.Host.Training;
using Xunit;

namespace Trainer.Tests.Host.Runs;

public sealed class TrainingFactoryTests
{
    [Theory]
    [InlineData(nameof(ScheduleName.Constant), 0.2, 0.2, 0.2)]
    [InlineData(nameof(ScheduleName.Step), 0.2, 0.02, 0.0002)]
    [InlineData(nameof(ScheduleName.Cosine), 0.2, 0.1, 0)]
    [InlineData(nameof(ScheduleName.OneCycle), 0.008, 0.1532, 8e-7)]
    public void CreateSchedule_TenEpochsOfFourUpdates_CountsInUpdates(string name, double first, double middle, double last)
    {
        var training = new TrainingSettings { Schedule = Enum.Parse<ScheduleName>(name), LearningRate = 0.2, Epochs = 10, DecayEpochs = 3 };
        LearningRateSchedule schedule = TrainingFactory.CreateSchedule(training, updatesPerEpoch: 4);

        Assert.Equal(first, schedule.RateAt(0), 1e-9);
        Assert.Equal(middle, schedule.RateAt(20), 0.01);
        Assert.Equal(last, schedule.RateAt(40), 1e-9);
    }

    [Fact]
    public void CreateSchedule_CosineWithWarmup_RisesFromZero()
    {
        var training = new TrainingSettings { Schedule = ScheduleName.Cosine, LearningRate = 0.2, Epochs = 10, WarmupEpochs = 2, FinalShare = 0.5 };
        LearningRateSchedule schedule = TrainingFactory.CreateSchedule(training, updatesPerEpoch: 4);

        Assert.Equal([0, 0.1, 0.2, 0.15, 0.1], new long[] { 0, 4, 8, 24, 40 }.Select(update => Math.Round(schedule.RateAt(update), 12)));
    }

    [Theory]
    [InlineData(nameof(OptimizerName.Sgd), typeof(Sgd), 0.01, 0)]
    [InlineData(nameof(OptimizerName.Adam), typeof(Adam), 0.001, 0)]
    [InlineData(nameof(OptimizerName.AdamW), typeof(AdamW), 0.001, 0.004)]
    [InlineData(nameof(OptimizerName.RmsProp), typeof(RmsProp), 0.001, 0)]
    public void CreateOptimizer_NothingElseGiven_HasItsOwnDefaults(string name, Type type, double rate, double weightDecay)
    {
        var settings = new TrainerSettings { Training = { Optimizer = Enum.Parse<OptimizerName>(name) } };
        Recipes.Complete(settings, trainingRows: 64, testingRows: 10);
        using Optimizer optimizer = TrainingFactory.CreateOptimizer(settings.Training, stepsPerEpoch: 2);

        Assert.IsType(type, optimizer);
        Assert.Equal(rate, optimizer.CurrentLearningRate);
        Assert.Equal(weightDecay, optimizer.WeightDecay);
    }

    [Theory]
    [InlineData(nameof(LossName.CategoricalCrossentropy), typeof(SparseCategoricalCrossentropy))]
    [InlineData(nameof(LossName.BinaryCrossentropy), typeof(BinaryCrossentropy))]
    [InlineData(nameof(LossName.MeanSquaredError), typeof(MeanSquaredError))]
    public void CreateLoss_Name_IsThatLoss(string name, Type type) =>
        Assert.IsType(type, TrainingFactory.CreateLoss(new TrainingSettings { Loss = Enum.Parse<LossName>(name) }));
}
