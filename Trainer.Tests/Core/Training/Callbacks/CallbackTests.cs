using Trainer.Core.Checkpoints;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Schedules;
using Trainer.Core.Training.Sources;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Training.Callbacks;

[Collection(TorchCollection.Name)]
public sealed class CallbackTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Hooks_OfFitEvaluateAndPredict_AreCalledOnceEachInOrder()
    {
        var calls = new List<string>();
        using Model model = TinyModel.Make();
        LambdaCallback recorder = new()
        {
            TrainBegin = () => calls.Add("train("),
            TrainEnd = () => calls.Add("train)"),
            EpochBegin = epoch => calls.Add($"epoch{epoch}("),
            EpochEnd = (epoch, _) => calls.Add($"epoch{epoch})"),
            TrainBatchBegin = step => calls.Add($"b{step}("),
            TrainBatchEnd = (step, _) => calls.Add($"b{step})"),
            TestBegin = () => calls.Add("test("),
            TestEnd = logs => calls.Add($"test:{string.Join('+', logs.Keys)})"),
            TestBatchBegin = step => calls.Add($"t{step}("),
            TestBatchEnd = (step, _) => calls.Add($"t{step})"),
            PredictBegin = () => calls.Add("predict("),
            PredictEnd = () => calls.Add("predict)"),
            PredictBatchBegin = step => calls.Add($"p{step}("),
            PredictBatchEnd = step => calls.Add($"p{step})"),
        };
        model.Fit(Data(12), new() { BatchSize = 8, Epochs = 2, ValidationData = Data(3), Callbacks = [recorder] }, Cancellation);
        Assert.Equal(
            "train( epoch0( b0( b0) b1( b1) test( t0( t0) test:loss+accuracy) epoch0) "
            + "epoch1( b0( b0) b1( b1) test( t0( t0) test:loss+accuracy) epoch1) train)",
            string.Join(' ', calls));

        calls.Clear();
        model.Evaluate(Data(12), new() { BatchSize = 8, Callbacks = [recorder] }, Cancellation);
        model.Predict(Data(12), new() { BatchSize = 8, Callbacks = [recorder] }, Cancellation);
        Assert.Equal("test( t0( t0) t1( t1) test:loss+accuracy) predict( p0( p0) p1( p1) predict)", string.Join(' ', calls));
    }

    [Fact]
    public void EarlyStopping_NoImprovement_StopsAndRestoresTheBestWeights()
    {
        using Model model = TinyModel.Make();
        using var stopping = new EarlyStopping("figure", patience: 2, restoreBestWeights: true);
        var weights = new List<double[]>();
        History history = Fit(model, [5, 4, 3, 3.5, 3, 1], stopping, new LambdaCallback { EpochEnd = (_, _) => weights.Add(model.Weights()) });

        Assert.Equal([0, 1, 2, 3, 4], history.Epochs);
        Assert.Equal(4, stopping.StoppedEpoch);
        Assert.Equal(2, stopping.BestEpoch);
        Assert.Equal(weights[2], model.Weights());
        Assert.NotEqual(weights[4], model.Weights());
    }

    [Theory]
    [InlineData(MonitorMode.Max, 0, null, 0, 5)]
    [InlineData(MonitorMode.Auto, 0, null, 0, 3)]
    [InlineData(MonitorMode.Max, 1.5, null, 0, 5)]
    [InlineData(MonitorMode.Max, 0, 100.0, 0, 2)]
    [InlineData(MonitorMode.Max, 1.5, null, 3, 5)]
    public void EarlyStopping_ModeDeltaBaselineAndStart_CountAsInKeras(MonitorMode mode, double minDelta, double? baseline, int start, int epochs)
    {
        using Model model = TinyModel.Make();
        using var stopping = new EarlyStopping("figure", minDelta, patience: 2, mode, baseline, startFromEpoch: start);
        History history = Fit(model, [1, 2, 3, 4, 5], stopping);

        // Growing values: in Min mode nothing gets better after the first; with a delta of 1.5 every second value does.
        Assert.Equal(epochs, history.Epochs.Count);
    }

    [Fact]
    public void EarlyStopping_StateOfAnotherOne_GoesOnAsThatOne()
    {
        using Model model = TinyModel.Make();
        using var first = new EarlyStopping("figure", patience: 3);
        using var state = new StateDictionary();
        Fit(model, [1, 2, 3], first, new LambdaCallback { EpochEnd = (epoch, _) => Save(epoch, first, state) });
        using var second = new EarlyStopping("figure", patience: 3);
        second.LoadState(state);
        History history = Fit(model, [4, 5, 6], second);

        // Two epochs without improvement before, and more than one after them; the very first epoch never ends a training.
        Assert.Equal(2, history.Epochs.Count);

        static void Save(int epoch, EarlyStopping stopping, StateDictionary state)
        {
            if (epoch == 2)
            {
                stopping.SaveState(state);
            }
        }
    }

    [Fact]
    public void ReduceLROnPlateau_NoImprovement_LowersTheRateAsKerasDoes()
    {
        using Model model = TinyModel.Make(new Sgd(1e-3));
        var callback = new ReduceLROnPlateau("figure", factor: 0.5, patience: 2, minDelta: 0.1, cooldown: 1, minRate: 2e-4);
        History history = Fit(model, [5, 4.95, 4.95, 4.95, 4.95, 4.95, 4.95, 4.95, 4.95], callback);

        // Better by less than 0.1 is no improvement: lowered after epochs 2, 5 (one of cooling, two of patience), 8, ….
        Assert.Equal([1e-3, 1e-3, 1e-3, 5e-4, 5e-4, 2.5e-4, 2.5e-4, 2e-4, 2e-4], history["learning_rate"]);
    }

    [Fact]
    public void LearningRateScheduler_EachEpoch_SetsAndLogsTheRate()
    {
        using Model model = TinyModel.Make(new Sgd(0.01));
        History history = Fit(model, [0, 0, 0], new LearningRateScheduler((epoch, rate) => epoch == 0 ? rate : rate / 2));

        Assert.Equal([0.01, 0.005, 0.0025], history["learning_rate"]);
    }

    [Fact]
    public void RateSettingCallbacks_BesideASchedule_AreRefusedAtTheBeginning()
    {
        using Model model = TinyModel.Make(new Sgd(new CosineDecay(0.1, 10)));
        foreach (Callback callback in new Callback[] { new ReduceLROnPlateau(), new LearningRateScheduler((_, rate) => rate) })
        {
            Assert.Contains("has a schedule", Assert.Throws<InvalidOperationException>(() => Fit(model, [0], callback)).Message, StringComparison.Ordinal);
            Assert.Empty(model.History.Epochs);
        }
    }

    [Fact]
    public void ModelCheckpoint_BestOnly_WritesWhenItGotBetter()
    {
        using var directory = new TemporaryDirectory();
        using Model model = TinyModel.Make();
        var best = new ModelCheckpoint(directory.File("best-{epoch:00}-{figure:F1}.dat"), "figure", saveBestOnly: true);
        var every = new ModelCheckpoint(directory.File("weights-{epoch}.dat"), everyEpochs: 2);
        Fit(model, [3, 4, 2.5, 2.75], best, every);

        Assert.Equal(
            ["best-01-3.0.dat", "best-03-2.5.dat", "weights-2.dat", "weights-4.dat"],
            Directory.GetFiles(directory.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using Model other = TinyModel.Make(seed: 77);
        other.LoadWeights(every.LastPath!);
        Assert.Equal(model.Weights(), other.Weights());
    }

    [Fact]
    public void Monitor_UnknownFigure_NamesTheNearest()
    {
        using Model model = TinyModel.Make();
        Assert.StartsWith(
            "A callback monitors 'val_loss', but there is no validation.",
            Assert.Throws<InvalidOperationException>(() => Fit(model, [0], new EarlyStopping())).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Did you mean 'accuracy'?",
            Assert.Throws<InvalidOperationException>(() => Fit(model, [0], new EarlyStopping("acuracy"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Monitor_EpochWithoutValidation_IsPassedOver()
    {
        using Model model = TinyModel.Make();
        using var stopping = new EarlyStopping(patience: 1);
        History history = model.Fit(
            Data(12), new() { Epochs = 4, ValidationData = Data(6), ValidationFrequency = 2, Callbacks = [stopping] }, Cancellation);

        Assert.Contains(stopping.BestEpoch!.Value, new[] { 1, 3 });
        Assert.Equal([0, 1, 2, 3], history.Epochs);
    }

    [Fact]
    public void TerminateOnNaN_NonFiniteLoss_EndsWithoutAnError()
    {
        using Model model = TinyModel.Make(new Sgd(1e30));
        var callback = new TerminateOnNaN();
        History history = Fit(model, [0, 0, 0, 0, 0, 0], callback);

        Assert.NotNull(callback.TerminatedStep);
        Assert.False(double.IsFinite(history["loss"][^1]));
        Assert.True(history.Epochs.Count < 6);
    }

    [Fact]
    public void CsvLogger_Append_ReplacesTheEpochsTrainedAgain()
    {
        using var directory = new TemporaryDirectory();
        using Model model = TinyModel.Make();
        string path = directory.File("log.csv");
        Fit(model, [0.5, 0.25, 0.125], new CsvLogger(path));
        string[] first = File.ReadAllLines(path);
        Assert.Equal("epoch,loss,accuracy,figure", first[0]);
        Assert.Equal(["0", "1", "2"], first[1..].Select(line => line.Split(',')[0]));
        Assert.EndsWith(",0.25", first[2], StringComparison.Ordinal);

        model.Fit(Data(12), new() { Epochs = 4, InitialEpoch = 2, ValidationData = Data(3), Callbacks = [new CsvLogger(path, append: true)] }, Cancellation);
        string[] second = File.ReadAllLines(path);
        Assert.Equal("epoch,loss,accuracy,figure,val_loss,val_accuracy", second[0]);
        Assert.Equal([first[1] + ",NA,NA", first[2] + ",NA,NA"], second[1..3]);
        Assert.Equal(["0", "1", "2", "3"], second[1..].Select(line => line.Split(',')[0]));
        Assert.Contains(",NA,", second[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "Epoch 1/1\n2/2 [==============================] - 0s 0s/step - loss: ")]
    [InlineData(2, "Epoch 1/1\n2/2 - 0s 0s/step - loss: ")]
    public void ProgressBar_Verbose_PrintsKerasLines(int verbose, string expected)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        using Model model = TinyModel.Make();
        var bar = new ProgressBar(writer, verbose, live: false, time: new ManualTimeProvider());
        model.Fit(Data(12), new() { BatchSize = 8, Callbacks = [bar] }, Cancellation);
        Assert.StartsWith(expected, writer.ToString(), StringComparison.Ordinal);

        writer.GetStringBuilder().Clear();
        model.Evaluate(Data(12), new() { BatchSize = 8, Callbacks = [bar] }, Cancellation);
        Assert.StartsWith(expected["Epoch 1/1\n".Length..], writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void StopTraining_InMidEpoch_EndsAfterTheStepAndTheValidation()
    {
        using Model model = TinyModel.Make();
        History history = model.Fit(
            Data(12),
            new()
            {
                BatchSize = 4,
                Epochs = 3,
                ValidationData = Data(6),
                Callbacks = [new LambdaCallback { TrainBatchEnd = (step, _) => model.StopTraining = step == 1 }],
            },
            Cancellation);

        Assert.Equal(2, model.Optimizer!.Updates);
        Assert.Single(history["val_loss"]);
    }

    /// <summary>Trains one epoch for each value, which callbacks see in the logs as <c>figure</c>.</summary>
    private static History Fit(Model model, double[] values, params Callback[] callbacks)
    {
        var figure = new LambdaCallback { EpochEnd = (epoch, logs) => logs["figure"] = values[epoch] };
        return model.Fit(Data(12), new() { Epochs = values.Length, Callbacks = [figure, .. callbacks] }, Cancellation);
    }

    private static BatchSource Data(int count) => BatchSource.From(TinyData.Images(count), TinyData.Shape, TinyData.Labels(count));
}
