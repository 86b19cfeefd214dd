using System.Runtime.CompilerServices;
using Trainer.Core.Pipeline;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Sources;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Training;

/// <summary>Every tensor has one owner: after one warm epoch the number of live ones is the same at the end of every step.</summary>
[Collection(TorchCollection.Name)]
public sealed class LiveTensorTests
{
    public static TheoryData<string> Sources => ["arrays", "bytes", "tensors", "pipeline", "mixed pipeline", "enumeration"];

    [Theory]
    [MemberData(nameof(Variants.Optimizers), MemberType = typeof(Variants))]
    public void Fit_AnyOptimizer_KeepsTheNumberOfLiveTensors(string name) =>
        AssertSteady(Variants.Optimizer(name), new SparseCategoricalCrossentropy(), "arrays", classWeight: null);

    [Theory]
    [MemberData(nameof(Variants.Losses), MemberType = typeof(Variants))]
    public void Fit_AnyLoss_KeepsTheNumberOfLiveTensors(string name) =>
        AssertSteady(new Sgd(0.001), Variants.Loss(name), "arrays", classWeight: null);

    [Fact]
    public void Fit_ClassWeights_KeepsTheNumberOfLiveTensors() =>
        AssertSteady(new Sgd(0.001), new SparseCategoricalCrossentropy(), "arrays", new() { [1] = 2 });

    [Theory]
    [MemberData(nameof(Sources))]
    public void Fit_AnySource_KeepsTheNumberOfLiveTensors(string source) =>
        AssertSteady(new Sgd(0.001, momentum: 0.9), new SparseCategoricalCrossentropy(), source, classWeight: null);

    [Fact]
    public void FitEvaluatePredictAndFind_Ended_LeaveNothingBehind()
    {
        CollectLeftovers();
        using Model model = TinyModel.Make(new Adam { EmaMomentum = 0.9 });
        BatchSource data = BatchSource.From(TinyData.Images(20), TinyData.Shape, TinyData.Labels(20), [.. Enumerable.Repeat(1f, 20)]);
        var counts = new List<long>();
        for (int round = 0; round < 4; round++)
        {
            using var stopping = new EarlyStopping(patience: 1, restoreBestWeights: true);
            model.Fit(data, new() { Epochs = 2, ValidationData = data, ClassWeight = new Dictionary<int, double> { [0] = 2 }, Callbacks = [stopping] }, Cancellation);
            model.Evaluate(data, cancellation: Cancellation);
            model.Predict(data, cancellation: Cancellation);
            model.FindLearningRate(data, new() { Steps = 5 }, Cancellation);
            counts.Add(Tensor.TotalCount);
        }

        Assert.Single(counts.Skip(1).Distinct());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static void AssertSteady(Optimizer optimizer, Loss loss, string source, Dictionary<int, double>? classWeight)
    {
        CollectLeftovers();
        using Model model = TinyModel.Make(optimizer, loss);
        using var owned = new Owned();
        var counter = new Counter();
        BatchSource training = Make(source, owned);
        BatchSource validation = Make(source, owned);
        model.Fit(
            training, new() { BatchSize = 8, Epochs = 4, ValidationData = validation, ClassWeight = classWeight, Callbacks = [counter] }, Cancellation);
        model.Evaluate(validation, new() { BatchSize = 8, Callbacks = [counter] }, Cancellation);
        model.Predict(validation, new() { BatchSize = 8, Callbacks = [counter] }, Cancellation);

        Assert.Single(counter.Train.Skip(3).Distinct());
        Assert.Single(counter.Test.Skip(3).SkipLast(3).Distinct());
        Assert.Single(counter.Test.TakeLast(3).Distinct());
        Assert.Single(counter.Predict.Distinct());
        Assert.Equal((12, 15, 3), (counter.Train.Count, counter.Test.Count, counter.Predict.Count));
    }

    /// <summary>Tensors that other tests left to the garbage collector must not go while these are counted.</summary>
    private static void CollectLeftovers()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static BatchSource Make(string source, Owned owned)
    {
        switch (source)
        {
            case "arrays":
                return BatchSource.From(TinyData.Images(20), TinyData.Shape, TinyData.Labels(20));
            case "bytes":
                return BatchSource.From(TinyData.Bytes(20), TinyData.Shape, TinyData.Labels(20), [.. Enumerable.Repeat(2f, 20)]);
            case "tensors":
                Tensor flat = owned.Add(tensor(TinyData.Images(20)));
                return BatchSource.From(owned.Add(flat.reshape(20, 3, 4, 4)), owned.Add(tensor(TinyData.Labels(20))));
            case "enumeration":
                return BatchSource.From(Enumerate());
            default:
                MemoryDataset dataset = owned.Add(new MemoryDataset(20));
                var options = new Trainer.Augment.ImageDataGeneratorOptions { MixupAlpha = source == "pipeline" ? 0 : 0.2 };
                return owned.Add(new InputPipeline(dataset, new(options), new InputPipelineOptions { BatchSize = 8 }));
        }
    }

    private static async IAsyncEnumerable<SampleBatch> Enumerate([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (int count in new[] { 8, 8, 4 })
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            yield return SampleBatch.From(TinyData.Images(count), TinyData.Shape, TinyData.Labels(count));
        }
    }

    private sealed class Owned : IDisposable
    {
        private readonly Stack<IDisposable> _owned = [];

        public T Add<T>(T item)
            where T : IDisposable
        {
            _owned.Push(item);
            return item;
        }

        public void Dispose()
        {
            foreach (IDisposable item in _owned)
            {
                item.Dispose();
            }
        }
    }

    private sealed class Counter : Callback
    {
        public List<long> Train { get; } = [];

        public List<long> Test { get; } = [];

        public List<long> Predict { get; } = [];

        public override void OnTrainBatchEnd(int step, StepLogs logs) => Train.Add(Tensor.TotalCount);

        public override void OnTestBatchEnd(int step, StepLogs logs) => Test.Add(Tensor.TotalCount);

        public override void OnPredictBatchEnd(int step) => Predict.Add(Tensor.TotalCount);
    }
}
