using System.Runtime.CompilerServices;
using Trainer.Core.Pipeline;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Sources;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Training;

/// <summary>Fit, Evaluate and Predict do the same with the same data, wherever it comes from.</summary>
[Collection(TorchCollection.Name)]
public sealed class FitTests
{
    private const int Count = 20;

    public static TheoryData<string> Sources => ["float arrays", "byte arrays", "tensors", "enumeration", "endless enumeration", "pipeline"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Sources))]
    public void Fit_SameDataFromAnySource_TrainsTheSameNetwork(string source)
    {
        using Model expected = TinyModel.Make();
        using (var dataset = new MemoryDataset(Count))
        using (var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 8, Epochs = 3 }))
        using (var validation = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 8, Epochs = 3 }))
        {
            expected.Fit(pipeline, 3, validation);
        }

        using Model model = TinyModel.Make();
        using var data = new Data();
        History history = model.Fit(data.Make(source), new FitOptions
        {
            BatchSize = 8,
            Epochs = 3,
            Shuffle = false,
            StepsPerEpoch = source.StartsWith("endless", StringComparison.Ordinal) ? 3 : null,
            ValidationData = BatchSource.From(TinyData.Images(Count), TinyData.Shape, TinyData.Labels(Count)),
        }, Cancellation);

        Assert.Equal(expected.Weights(), model.Weights());
        Assert.Equal(expected.History.Metrics, history.Metrics);
        Assert.All(history.Metrics, metric => Assert.Equal(expected.History[metric], history[metric]));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Predict_SameDataFromAnySource_GivesEachRowOnceInOrder(string source)
    {
        using Model model = TinyModel.Make();
        using var data = new Data();
        var options = new InferenceOptions { BatchSize = 8, Steps = source.StartsWith("endless", StringComparison.Ordinal) ? 3 : null };
        Predictions predictions = model.Predict(data.Make(source), options, Cancellation);
        float[] expected = model.Predict(BatchSource.From(TinyData.Images(Count), TinyData.Shape), new InferenceOptions { BatchSize = 8 }, Cancellation).Values;

        Assert.Equal(Enumerable.Range(0, Count), predictions.Rows);
        Assert.Equal(TinyData.Labels(Count), predictions.Labels);
        Assert.Equal(expected, predictions.Values);
    }

    [Fact]
    public async Task FitAsync_Awaited_EqualsFit()
    {
        using Model first = TinyModel.Make();
        first.Fit(TinyData.Images(Count), TinyData.Shape, TinyData.Labels(Count), new() { Epochs = 2 }, Cancellation);
        using Model second = TinyModel.Make();
        await second.FitAsync(BatchSource.From(TinyData.Images(Count), TinyData.Shape, TinyData.Labels(Count)), new() { Epochs = 2 }, Cancellation);

        Assert.Equal(first.Weights(), second.Weights());
    }

    [Fact]
    public void Fit_ValidationSplit_KeepsTheLastSamplesOutBeforeShuffling()
    {
        using Model model = TinyModel.Make();
        (float[] images, int[] labels) = (TinyData.Images(Count), TinyData.Labels(Count));
        History split = model.Fit(images, TinyData.Shape, labels, new() { Epochs = 2, ValidationSplit = 0.25, BatchSize = 4 }, Cancellation);
        using Model other = TinyModel.Make();
        History given = other.Fit(
            images[..(15 * 48)], TinyData.Shape, labels[..15], new()
            {
                Epochs = 2,
                BatchSize = 4,
                ValidationData = BatchSource.From(images[(15 * 48)..], TinyData.Shape, labels[15..]),
            }, Cancellation);

        Assert.Equal(other.Weights(), model.Weights());
        Assert.Equal(given["val_loss"], split["val_loss"]);
    }

    [Fact]
    public void Fit_Shuffle_DependsOnTheSeedAndTheEpoch()
    {
        double[] Train(bool shuffle, ulong seed, int from = 0, int to = 2)
        {
            using Model model = TinyModel.Make();
            model.Fit(TinyData.Images(Count), TinyData.Shape, TinyData.Labels(Count), new() { BatchSize = 4, Epochs = to, InitialEpoch = from, Shuffle = shuffle, Seed = seed }, Cancellation);
            return model.Weights();
        }

        Assert.Equal(Train(true, 1), Train(true, 1));
        Assert.NotEqual(Train(true, 1), Train(true, 2));
        Assert.NotEqual(Train(true, 1), Train(false, 1));
        Assert.NotEqual(Train(true, 1, 0, 1), Train(true, 1, 1, 2));
    }

    [Fact]
    public void Fit_StepsValidationStepsAndFrequency_CountAsInKeras()
    {
        using Model model = TinyModel.Make();
        var counter = new Counter();
        History history = model.Fit(TinyData.Images(Count), TinyData.Shape, TinyData.Labels(Count), new()
        {
            BatchSize = 8,
            Epochs = 5,
            InitialEpoch = 1,
            StepsPerEpoch = 7,
            ValidationData = BatchSource.From(TinyData.Images(Count), TinyData.Shape, TinyData.Labels(Count)),
            ValidationSteps = 2,
            ValidationFrequency = 2,
            Callbacks = [counter],
        }, Cancellation);

        Assert.Equal([1, 2, 3, 4], history.Epochs);
        Assert.Equal(28, model.Optimizer!.Updates);
        Assert.Equal([true, false, true, false], history["val_loss"].Select(double.IsFinite));
        Assert.Equal(4, counter.TestBatches);
        Assert.Equal(new TrainingParameters(5, 7, 2), counter.Parameters);
    }

    [Fact]
    public void Fit_ClassAndSampleWeights_MultiplyAndAreDividedByTheBatchSize()
    {
        // Both networks begin alike; the loss of a first and only batch is what it was before the update.
        double Loss(Dictionary<int, double>? classWeight, float[]? sampleWeight)
        {
            using Model model = TinyModel.Make(new Sgd(1e-9));
            return model.Fit(
                BatchSource.From(TinyData.Images(6), TinyData.Shape, TinyData.Labels(6), sampleWeight),
                new() { BatchSize = 6, Shuffle = false, ClassWeight = classWeight },
                Cancellation)["loss"][0];
        }

        double[] each = [.. Enumerable.Range(0, 6).Select(i => Loss(null, [.. Enumerable.Range(0, 6).Select(j => i == j ? 6f : 0f)]))];
        Assert.Equal(each.Average(), Loss(null, null), 1e-5);
        Assert.Equal(each.Select((loss, i) => loss * (i % 3 == 1 ? 5 : 1)).Sum() / 6, Loss(new() { [1] = 5 }, null), 1e-4);
        Assert.Equal(each.Select((loss, i) => loss * (i % 3 == 1 ? 5 : 1) * i).Sum() / 6, Loss(new() { [1] = 5 }, [0, 1, 2, 3, 4, 5]), 1e-4);
    }

    [Fact]
    public void Fit_ClassWeightsWithSharesOfClasses_GoByTheLargest()
    {
        Dictionary<int, double> weights = new() { [0] = 3, [2] = 0.5 };
        (double first, double second) = Trainer.Core.Tensors.TorchThread.Run(() =>
        {
            using Tensor x = tensor(TinyData.Images(6)).reshape(6, 3, 4, 4);
            using Tensor y = tensor(TinyData.Labels(6));
            using Tensor hot = nn.functional.one_hot(y.to(ScalarType.Int64), 3);
            return (Loss(x, y), Loss(x, hot));
        });

        double Loss(Tensor x, Tensor y)
        {
            using Model model = TinyModel.Make();
            return model.Fit(x, y, new() { ClassWeight = weights, Shuffle = false }, Cancellation)["loss"][0];
        }

        Assert.Equal(first, second, 1e-6);
    }

    [Fact]
    public void Fit_OptionsOutOfRange_AreListedTogether()
    {
        using Model model = TinyModel.Make();
        ArgumentException e = Assert.Throws<ArgumentException>(() => model.Fit(
            TinyData.Images(Count), TinyData.Shape, TinyData.Labels(Count), new() { BatchSize = 0, Epochs = 0, ValidationSplit = 1 }, Cancellation));

        Assert.StartsWith(
            string.Join(Environment.NewLine, "BatchSize is 0; it must be at least 1.", "Epochs is 0; it must be at least 1.", "ValidationSplit is 1; it must be from 0 to below 1."),
            e.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ValidationSplitOfAPipeline_SaysWhatToGiveInstead()
    {
        using Model model = TinyModel.Make();
        using var data = new Data();
        Assert.Contains(
            "Give ValidationData instead",
            Assert.Throws<ArgumentException>(() => model.Fit(data.Make("pipeline"), new() { ValidationSplit = 0.5 }, Cancellation)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_EnumerationEndsBeforeItsSteps_SaysSo()
    {
        using Model model = TinyModel.Make();
        using var data = new Data();
        Assert.Equal(
            "The enumeration of batches ended in epoch 2 after 2 steps, but StepsPerEpoch is 4. "
            + "Let it go on for ever, or give no number of steps and let it begin anew in each epoch.",
            Assert.Throws<InvalidOperationException>(() => model.Fit(Enumerate(2), new() { Epochs = 2, StepsPerEpoch = 4 }, Cancellation)).Message);
    }

    [Fact]
    public void From_LengthsThatDoNotFit_Throw()
    {
        Assert.Throws<ArgumentException>(() => BatchSource.From(new float[49], TinyData.Shape, [0]));
        Assert.Throws<ArgumentException>(() => BatchSource.From(new byte[96], TinyData.Shape, [0]));
        Assert.Throws<ArgumentException>(() => BatchSource.From(new float[96], TinyData.Shape, [0, 1], [1f]));
    }

    [Fact]
    public void OnBatch_TensorsOrBatch_GiveTheSameFigures()
    {
        using Model model = TinyModel.Make();
        using var batch = SampleBatch.From(TinyData.Images(7), TinyData.Shape, TinyData.Labels(7));
        BatchResult test = model.TestOnBatch(batch);
        float[] predictions = model.PredictOnBatch(batch);
        Trainer.Core.Tensors.TorchThread.Run(() =>
        {
            using Tensor x = tensor(TinyData.Images(7)).reshape(7, 3, 4, 4);
            using Tensor y = tensor(Array.ConvertAll(TinyData.Labels(7), label => (long)label));
            Assert.Equal(test.Loss, model.TestOnBatch(x, y).Loss);
            Assert.Equal(predictions, model.PredictOnBatch(x));
            Assert.Equal(7, model.TrainOnBatch(x, y).Count);
        });

        Assert.Equal(["loss", "accuracy"], test.Logs.Keys);
        Assert.NotEqual(test.Loss, model.TestOnBatch(batch).Loss);
    }

    [Fact]
    public void Fit_EmaMomentum_ValidatesWithTheAveragesAndEndsWithThem()
    {
        using Model model = TinyModel.Make(new Sgd(0.01) { EmaMomentum = 0.9 });
        var data = BatchSource.From(TinyData.Images(Count), TinyData.Shape, TinyData.Labels(Count));
        History history = model.Fit(data, new() { Epochs = 3, ValidationData = data, BatchSize = 4 }, Cancellation);
        double[] weights = model.Weights();
        Evaluation evaluation = model.Evaluate(data, cancellation: Cancellation);

        Assert.Equal(history["val_loss"][^1], evaluation.Loss, 1e-5);
        Assert.Equal(weights, model.Weights());
    }

    private static async IAsyncEnumerable<SampleBatch> Enumerate(int epochs, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (int[] rows in Enumerable.Range(0, Count).Chunk(8))
            {
                await Task.Yield();
                cancellation.ThrowIfCancellationRequested();
                float[] images = TinyData.Images(Count)[(rows[0] * 48)..((rows[^1] + 1) * 48)];
                yield return SampleBatch.From(images, TinyData.Shape, TinyData.Labels(Count)[rows[0]..(rows[^1] + 1)]);
            }
        }
    }

    /// <summary>The same twenty samples in batches of eight, from different sources.</summary>
    private sealed class Data : IDisposable
    {
        private readonly List<IDisposable> _owned = [];

        public BatchSource Make(string source)
        {
            switch (source)
            {
                case "float arrays":
                    return BatchSource.From(TinyData.Images(Count), TinyData.Shape, TinyData.Labels(Count));
                case "byte arrays":
                    return BatchSource.From(TinyData.Bytes(Count), TinyData.Shape, TinyData.Labels(Count));
                case "tensors":
                    Tensor x = Own(tensor(TinyData.Images(Count)).reshape(Count, 3, 4, 4).to(ScalarType.Float64));
                    return BatchSource.From(x, Own(tensor(TinyData.Labels(Count)).reshape(Count, 1)));
                case "enumeration":
                    return BatchSource.From(Enumerate(1));
                case "endless enumeration":
                    return BatchSource.From(Enumerate(1000));
                default:
                    MemoryDataset dataset = Own(new MemoryDataset(Count));
                    return Own(new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 8, ParseWorkers = 2, ChunkSize = 3 }));
            }
        }

        public void Dispose() => _owned.ForEach(owned => owned.Dispose());

        private T Own<T>(T owned)
            where T : IDisposable
        {
            _owned.Insert(0, owned);
            return owned;
        }
    }

    private sealed class Counter : Callback
    {
        public int TestBatches { get; private set; }

        public override void OnTestBatchEnd(int step, StepLogs logs) => TestBatches++;
    }
}
