using Trainer.Augment.Images;
using Trainer.Core.Models;
using Trainer.Core.Pipeline;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Tests.Core.Training;

[Collection(TorchCollection.Name)]
public sealed class ModelTests
{
    private static readonly ImageShape Shape = new(4, 4, 3);

    [Fact]
    public void Fit_TwoEpochs_RecordsLossesMetricsAndCallsEachHookOnce()
    {
        using var dataset = new MemoryDataset(20);
        using var training = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 8, Epochs = 2 });
        using var validation = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 8, Epochs = 2 });
        using Model model = Compile();
        var calls = new Recorder();
        History history = model.Fit(training, 2, validation, [calls]);

        Assert.Equal([0, 1], history.Epochs);
        Assert.Equal(["loss", "accuracy", "val_loss", "val_accuracy"], history.Metrics);
        Assert.Equal(
            "train( epoch0( b0 e0 b1 e1 b2 e2 test( test) epoch0) epoch1( b0 e0 b1 e1 b2 e2 test( test) epoch1) train)",
            string.Join(' ', calls.Calls));
        Assert.Equal(6, model.Optimizer!.Updates);
    }

    [Fact]
    public void Fit_Epochs_LowersTheLoss()
    {
        using var dataset = new MemoryDataset(24);
        using var training = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 8 });
        using Model model = Compile();
        History history = model.Fit(training, 30);

        Assert.True(history["loss"][^1] < 0.5 * history["loss"][0], $"{history["loss"][0]} -> {history["loss"][^1]}");
    }

    [Fact]
    public void Fit_StopTraining_EndsAfterTheEpoch()
    {
        using var dataset = new MemoryDataset(8);
        using var training = new InputPipeline(dataset);
        using Model model = Compile();
        History history = model.Fit(training, 10, callbacks: [new StopAfter(2)]);

        Assert.Equal([0, 1], history.Epochs);
    }

    [Fact]
    public void Fit_Cancelled_KeepsTheEpochsSoFar()
    {
        using var dataset = new MemoryDataset(8);
        using var training = new InputPipeline(dataset);
        using Model model = Compile();
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            model.Fit(training, 10, callbacks: [new CancelAfter(3, cancellation)], cancellation: cancellation.Token));

        Assert.Equal([0, 1, 2], model.History.Epochs);
    }

    [Fact]
    public void Fit_CallbackThrows_ReachesTheCaller()
    {
        using var dataset = new MemoryDataset(8);
        using var training = new InputPipeline(dataset);
        using Model model = Compile();

        Assert.Equal("mine", Assert.Throws<InvalidDataException>(() => model.Fit(training, 1, callbacks: [new Failing()])).Message);
    }

    [Fact]
    public void Fit_LearningRateTooHigh_SaysThatItDiverged()
    {
        using var dataset = new MemoryDataset(8);
        using var training = new InputPipeline(dataset);
        using Model model = Model.Create(() => new MiniVggNet(Shape, 3), seed: 1).Compile(new Sgd(1e30), new SparseCategoricalCrossentropy());

        Assert.Contains("the training has diverged", Assert.Throws<NonFiniteStateException>(() => model.Fit(training, 5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_AndPredict_AgreeAndKeepRowOrder()
    {
        using var dataset = new MemoryDataset(37);
        using var pipeline = new InputPipeline(
            dataset, null, new InputPipelineOptions { BatchSize = 8, ParseWorkers = 3, AugmentWorkers = 5, ChunkSize = 3, Epochs = 2 });
        using Model model = Compile();
        Evaluation evaluation = model.Evaluate(pipeline, TestContext.Current.CancellationToken);
        Predictions predictions = model.Predict(pipeline, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 37), predictions.Rows);
        Assert.Equal(predictions.Rows.Select(dataset.LabelOf), predictions.Labels);
        Assert.All(Enumerable.Range(0, 37), i => Assert.Equal(1, predictions[i].ToArray().Sum(), 1e-5));
        int right = predictions.ArgMax().Zip(predictions.Labels).Count(pair => pair.First == pair.Second);
        Assert.Equal(right / 37.0, evaluation.Accuracy, 12);
        double loss = Enumerable.Range(0, 37).Average(i => -Math.Log(predictions[i][predictions.Labels[i]]));
        Assert.Equal(loss, evaluation.Loss, 1e-4);
    }

    [Fact]
    public void TrainOnBatch_ReturnsTheFiguresOfThatBatchAlone()
    {
        using var dataset = new MemoryDataset(16);
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 8 });
        using Model model = Compile();
        using Batch first = pipeline.Take(TestContext.Current.CancellationToken)!;
        using Batch second = pipeline.Take(TestContext.Current.CancellationToken)!;
        model.TrainOnBatch(first);
        BatchResult before = model.TestOnBatch(second);
        BatchResult trained = model.TrainOnBatch(second);

        // A network without dropout or batch statistics of its own: training sees the values from before its update.
        Assert.Equal(before.Loss, trained.Loss, 1e-6);
        Assert.Equal(8, trained.Count);
        Assert.NotEqual(before.Loss, model.TestOnBatch(second).Loss);
    }

    [Fact]
    public void SaveWeights_ThenLoad_PredictsTheSame()
    {
        using var directory = new TemporaryDirectory();
        using var dataset = new MemoryDataset(8);
        using var pipeline = new InputPipeline(dataset);
        using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;
        using Model model = Compile();
        model.SaveWeights(directory.File("weights.dat"));
        float[] expected = model.PredictOnBatch(batch);
        using Model other = Compile(seed: 99);
        Assert.NotEqual(expected, other.PredictOnBatch(batch));

        other.LoadWeights(directory.File("weights.dat"));
        Assert.Equal(expected, other.PredictOnBatch(batch));
    }

    [Fact]
    public void Fit_EpochAfterEpoch_LeavesTheNumberOfLiveTensorsAsItWas()
    {
        using var dataset = new MemoryDataset(37);
        using var training = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 8 });
        using var validation = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 8 });
        using Model model = Compile();
        var counts = new TensorCounts();
        model.Fit(training, 6, validation, [counts]);

        // The first epoch wraps the slots and makes the velocities.
        Assert.Single(counts.AfterEpoch.Skip(1).Distinct());
    }

    [Fact]
    public void Fit_NotCompiled_SaysWhatToDo()
    {
        using var dataset = new MemoryDataset(8);
        using var training = new InputPipeline(dataset);
        using Model model = Model.Create(Network, seed: 1);
        Assert.Equal(
            "The model is not compiled; call Compile with an optimizer and a loss first.",
            Assert.Throws<InvalidOperationException>(() => model.Fit(training, 1)).Message);
    }

    private static Model Compile(long seed = 5) => Model.Create(Network, seed)
        .Compile(new Sgd(0.001, momentum: 0.9), new SparseCategoricalCrossentropy());

    private static Module<Tensor, Tensor> Network() => Sequential(
        ("flatten", Flatten()),
        ("dense", Linear(Shape.Length, 16)),
        ("relu", ReLU()),
        ("logits", Linear(16, 3)));

    private sealed class Recorder : Callback
    {
        public List<string> Calls { get; } = [];

        public override void OnTrainBegin() => Calls.Add("train(");

        public override void OnTrainEnd() => Calls.Add("train)");

        public override void OnEpochBegin(int epoch) => Calls.Add($"epoch{epoch}(");

        public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs) => Calls.Add($"epoch{epoch})");

        public override void OnTrainBatchBegin(int step) => Calls.Add($"b{step}");

        public override void OnTrainBatchEnd(int step, StepLogs logs) => Calls.Add($"e{step}");

        public override void OnTestBegin() => Calls.Add("test(");

        public override void OnTestEnd(OrderedDictionary<string, double> logs) => Calls.Add("test)");
    }

    private sealed class StopAfter(int epochs) : Callback
    {
        public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs) => Model.StopTraining = epoch + 1 == epochs;
    }

    private sealed class CancelAfter(int epochs, CancellationTokenSource cancellation) : Callback
    {
        public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs)
        {
            if (epoch + 1 == epochs)
            {
                cancellation.Cancel();
            }
        }
    }

    private sealed class Failing : Callback
    {
        public override void OnEpochBegin(int epoch) => throw new InvalidDataException("mine");
    }

    private sealed class TensorCounts : Callback
    {
        public List<long> AfterEpoch { get; } = [];

        public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs) => AfterEpoch.Add(Tensor.TotalCount);
    }
}
