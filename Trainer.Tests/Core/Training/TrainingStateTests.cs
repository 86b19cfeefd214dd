using Trainer.Core.Checkpoints;
using Trainer.Core.Metrics;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Schedules;
using Trainer.Core.Training.Sources;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Training;

/// <summary>A training that is taken up from its state ends with the same bits as one that was never interrupted.</summary>
[Collection(TorchCollection.Name)]
public sealed class TrainingStateTests
{
    private const int Epochs = 4;

    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int>();
            foreach (string kind in new[] { "momentum", "adam", "everything", "callbacks", "enumeration", "pipeline" })
            {
                // In mid-epoch, behind its last step but before its validation, and at its end.
                cases.Add(kind, 1, 1);
                cases.Add(kind, 2, 3);
                cases.Add(kind, 2, 0);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void InitialState_OfAnInterruptedTraining_EndsWithTheSameBits(string kind, int epoch, int step)
    {
        (double[] weights, History history) = Train(kind, []);
        using var state = new StateDictionary();
        var interruption = new Interruption(epoch, step, state);
        Assert.Throws<OperationCanceledException>(() => Train(kind, [interruption]));
        (double[] resumedWeights, History resumed) = Train(kind, [], state);

        Assert.Equal(weights, resumedWeights);
        Assert.Equal(history.Epochs, resumed.Epochs);
        Assert.Equal(history.Metrics, resumed.Metrics);
        Assert.All(history.Metrics, metric => Assert.Equal(history[metric], resumed[metric]));
    }

    [Fact]
    public void SaveTrainingState_WithoutATraining_Throws()
    {
        using Model model = TinyModel.Make();
        using var state = new StateDictionary();

        Assert.Contains("No training is under way", Assert.Throws<InvalidOperationException>(() => model.SaveTrainingState(state)).Message, StringComparison.Ordinal);
    }

    private static (double[] Weights, History History) Train(string kind, Callback[] last, StateDictionary? state = null)
    {
        Optimizer optimizer = kind switch
        {
            "adam" => new Adam(0.01),
            "everything" => new AdamW(new CosineDecay(0.01, 30)) { EmaMomentum = 0.9, AccumulateSteps = 2, GlobalClipNorm = 1 },
            _ => new Sgd(0.001, momentum: 0.9),
        };
        using Model model = TinyModel.Make(optimizer, metrics: [new Accuracy(), new TopKCategoricalAccuracy(2), new F1Score()]);
        using var dataset = new MemoryDataset(20);
        var start = state is null ? default : new PipelinePosition((int)state.GetInt64("epoch"), (int)state.GetInt64("step") % 3);
        if (state is not null && state.GetInt64("step") == 3)
        {
            start = new PipelinePosition(start.Epoch + 1, 0);
        }

        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 8, Shuffle = Shuffle.Full, Start = start });
        var arrays = BatchSource.From(TinyData.Images(20), TinyData.Shape, TinyData.Labels(20));
        using var stopping = new EarlyStopping(patience: 2, restoreBestWeights: true);
        Callback[] callbacks = kind == "callbacks"
            ? [new LearningRateScheduler((_, rate) => rate * 0.7), new ReduceLROnPlateau(patience: 1), stopping]
            : [];
        model.Fit(
            kind switch
            {
                "pipeline" => pipeline,
                "enumeration" => BatchSource.From(Enumerate()),
                _ => arrays,
            },
            new() { BatchSize = 8, Epochs = Epochs, ValidationData = arrays, Callbacks = [.. callbacks, .. last], InitialState = state },
            TestContext.Current.CancellationToken);
        return (model.Weights(), model.History);
    }

    private static async IAsyncEnumerable<SampleBatch> Enumerate()
    {
        foreach (int count in new[] { 8, 8, 4 })
        {
            await Task.Yield();
            yield return SampleBatch.From(TinyData.Images(count), TinyData.Shape, TinyData.Labels(count));
        }
    }

    /// <summary>Saves the state when the next step is that one, and ends the training as a killed process would: without another word.</summary>
    private sealed class Interruption(int epoch, int step, StateDictionary state) : Callback
    {
        private int _epoch;

        public override void OnEpochBegin(int epoch) => _epoch = epoch;

        public override void OnTrainBatchEnd(int step, OrderedDictionary<string, double> logs) => EndAt(_epoch, step + 1);

        public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs) => EndAt(epoch + 1, 0);

        private void EndAt(int nextEpoch, int nextStep)
        {
            if (nextEpoch == epoch && nextStep == step)
            {
                Model.SaveTrainingState(state);
                throw new OperationCanceledException();
            }
        }
    }
}
