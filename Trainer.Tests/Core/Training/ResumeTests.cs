using Trainer.Augment.Images;
using Trainer.Core.Checkpoints;
using Trainer.Core.Metrics;
using Trainer.Core.Models;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Sources;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch.nn;

namespace Trainer.Tests.Core.Training;

/// <summary>A training that is cancelled after any step and resumed ends with the weights, history and callbacks of one that is not.</summary>
[Collection(TorchCollection.Name)]
public sealed class ResumeTests
{
    private const int Epochs = 3;
    private const int Rows = 20;
    private static readonly ImageShape Shape = new(4, 4, 3);

    // 20 rows in batches of 8 are 3 steps; 0 is before the first one, 3 and 6 are ends of epochs.
    public static TheoryData<int> Cuts => [1, 2, 3, 4, 6, 8, 9];

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Fit_PipelineCutAfterAnyStep_EndsTheSame(int steps) => EndsTheSame(steps, (data, start) => new InputPipeline(
        data, null, new InputPipelineOptions { BatchSize = 8, Shuffle = Shuffle.Full, Seed = 3, Start = start }));

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Fit_ArraysCutAfterAnyStep_EndsTheSame(int steps)
    {
        byte[] pixels = [.. from row in Enumerable.Range(0, Rows) from i in Enumerable.Range(0, Shape.Length) select MemoryDataset.PixelOf(row, i)];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row % 3)];
        EndsTheSame(steps, (_, _) => BatchSource.From(pixels, Shape, labels));
    }

    [Fact]
    public void Fit_EverySteps_WritesThemAndNoMore()
    {
        using var directory = new TemporaryDirectory();
        using var data = new MemoryDataset(Rows);
        using var pipeline = new InputPipeline(data, null, new InputPipelineOptions { BatchSize = 8 });
        using Model model = Make();
        int written = 0;
        var checkpoints = new CheckpointOptions { Path = directory.File("c.safetensors"), EverySteps = 2, AddTo = _ => written++ };

        model.Fit(pipeline, new FitOptions { Epochs = Epochs, Checkpoints = checkpoints }, TestContext.Current.CancellationToken);

        Assert.Equal(9 / 2, written);
    }

    private static void EndsTheSame(int steps, Func<MemoryDataset, PipelinePosition, BatchSource> open)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("c.safetensors");
        (double[][] Weights, string History, string Calls) whole = Train(path, open, resume: null, cutAfter: null);
        Assert.Null(Record.Exception(() => File.Delete(path)));
        Train(path, open, resume: null, cutAfter: steps);
        using StateDictionary state = TorchThread.Run(() => CheckpointFile.Read(path));

        (double[][] Weights, string History, string Calls) resumed = Train(path, open, state, cutAfter: null);
        TorchThread.Run(state.Dispose);

        Assert.Equal(whole.Weights, resumed.Weights);
        Assert.Equal(whole.History, resumed.History);
        Assert.Equal(whole.Calls, resumed.Calls);
    }

    private static (double[][] Weights, string History, string Calls) Train(
        string path, Func<MemoryDataset, PipelinePosition, BatchSource> open, StateDictionary? resume, int? cutAfter)
    {
        using var data = new MemoryDataset(Rows);
        using var validation = new InputPipeline(data, null, new InputPipelineOptions { BatchSize = 8 });
        using Model model = Make();
        using var cancellation = new CancellationTokenSource();
        var counter = new Counter(cutAfter, cancellation);
        BatchSource training = open(data, resume is null ? default : FitState.NextBatch(resume));
        var options = new FitOptions
        {
            Epochs = Epochs,
            BatchSize = 8,
            Seed = 3,
            ValidationData = validation,
            Callbacks = [counter],
            Checkpoints = new CheckpointOptions { Path = path },
            ResumeFrom = resume,
        };
        Exception? cut = Record.Exception(() => model.Fit(training, options, cancellation.Token));
        Assert.Equal(cutAfter is not null, cut is OperationCanceledException);
        double[][] weights = TorchThread.Run(() => model.Network.state_dict().Values.Select(tensor => tensor.Values()).ToArray());
        string history = string.Join('|', model.History.Metrics.Select(name => $"{name}: {string.Join(' ', model.History[name].Select(value => value.ToString("R")))}"));
        return (weights, $"{string.Join(' ', model.History.Epochs)} {history}", $"{counter.Steps} {counter.Sum:R}");
    }

    /// <summary>Dropout, momentum, accumulated gradients and averaged weights: everything that has a state.</summary>
    private static Model Make() => Model.Create(
        () => Sequential(
            ("flatten", Flatten()),
            ("dense", Linear(Shape.Length, 8)),
            ("norm", KerasDefaults.BatchNormOfFeatures(8)),
            ("dropout", Dropout(0.5)),
            ("logits", Linear(8, 3))),
        seed: 5).Compile(
            new Adam(0.01) { AccumulateSteps = 2, EmaMomentum = 0.9 }, new SparseCategoricalCrossentropy(), [new Accuracy(), new F1Score()]);

    private sealed class Counter(int? cutAfter, CancellationTokenSource cancellation) : Callback, IStateful
    {
        public long Steps { get; private set; }

        public double Sum { get; private set; }

        public override void OnEpochBegin(int epoch) => Sum += 1000;

        public override void OnTrainBatchEnd(int step, StepLogs logs)
        {
            Steps++;
            Sum += logs["loss"];
            if (Steps == cutAfter)
            {
                cancellation.Cancel();
            }
        }

        public void SaveState(StateDictionary state)
        {
            state.Set("steps", Steps);
            state.Set("sum", Sum);
        }

        public void LoadState(StateDictionary state) => (Steps, Sum) = (state.GetInt64("steps"), state.GetDouble("sum"));
    }
}
