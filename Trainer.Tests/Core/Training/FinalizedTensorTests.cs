using Trainer.Augment.Images;
using Trainer.Core.Checkpoints;
using Trainer.Core.Models;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Sources;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Training;

/// <summary>
/// No tensor is left to the garbage collection: TorchSharp hands a tensor's native handle to libtorch without keeping the tensor alive,
/// so one that nobody owns can be freed while it is read.
/// </summary>
[Collection(TorchCollection.Name)]
public sealed class FinalizedTensorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Variants.Optimizers), MemberType = typeof(Variants))]
    public void Fit_AnyOptimizer_LeavesNoTensorToTheCollection(string name) => AssertNone(() =>
    {
        using Model model = TinyModel.Make(Variants.Optimizer(name));
        model.Fit(Data, new() { BatchSize = 8, Epochs = 2, ValidationData = Data }, Cancellation);
    });

    [Theory]
    [MemberData(nameof(Variants.Losses), MemberType = typeof(Variants))]
    public void FitEvaluateAndPredict_AnyLoss_LeaveNoTensorToTheCollection(string name) => AssertNone(() =>
    {
        using Model model = TinyModel.Make(new Sgd(0.001), Variants.Loss(name));
        model.Fit(Data, new() { BatchSize = 8, Epochs = 2, ClassWeight = new Dictionary<int, double> { [1] = 2 } }, Cancellation);
        model.Evaluate(Data, cancellation: Cancellation);
        model.Predict(Data, cancellation: Cancellation);
        model.FindLearningRate(Data, new() { Steps = 5 }, Cancellation);
    });

    [Fact]
    public void CallbacksAndFiles_Used_LeaveNoTensorToTheCollection()
    {
        using var folder = new TemporaryDirectory();
        AssertNone(() =>
        {
            using Model model = TinyModel.Make(new Adam { EmaMomentum = 0.9 });
            using var stopping = new EarlyStopping(patience: 1, restoreBestWeights: true);
            using var board = new TensorBoard(folder.File("board"), histogramFrequency: 1, imageFrequency: 1);
            Callback[] callbacks = [stopping, board, new ModelCheckpoint(folder.File("best.safetensors"))];
            model.Fit(Data, new() { BatchSize = 8, Epochs = 3, ValidationData = Data, Callbacks = callbacks }, Cancellation);
            foreach (string file in new[] { "weights.safetensors", "weights.dat" })
            {
                model.SaveWeights(folder.File(file));
                model.LoadWeights(folder.File(file));
            }

            TorchThread.Run(() =>
            {
                using var state = new StateDictionary();
                model.SaveState(state);
                CheckpointFile.Write(folder.File("checkpoint"), state);
                using StateDictionary read = CheckpointFile.Read(folder.File("checkpoint"));
                model.LoadState(read);
            });
        });
    }

    [Fact]
    public void Networks_OfTheRegistry_LeaveNoTensorToTheCollection() => AssertNone(() =>
    {
        var shape = new ImageShape(16, 16, 3);
        foreach (string name in ModelRegistry.Default.Names)
        {
            foreach (NetworkPrecision precision in Enum.GetValues<NetworkPrecision>())
            {
                if (precision == NetworkPrecision.BFloat16 && TorchThread.Run(() => BFloat16Machine.Refusal(name)) is not null)
                {
                    continue;
                }

                using Model model = Model.Create(() => ModelRegistry.Default.Create(name, new NetworkSpec(shape, 3, precision)), seed: 1);
                model.Compile(new Sgd(0.001), new SparseCategoricalCrossentropy());
                model.Summary(shape);
                using SampleBatch batch = SampleBatch.From(new float[2 * shape.Length], shape, [0, 1]);
                model.TrainOnBatch(batch);
                model.PredictOnBatch(batch);
            }
        }
    });

    [Fact]
    public void Count_ATensorLeftBehind_CountsIt()
    {
        long before = FinalizedTensors.Count();

        TorchThread.Run(() =>
        {
            _ = TorchSharp.torch.ones(3);
        });

        Assert.Equal(before + 1, FinalizedTensors.Count());
    }

    private static BatchSource Data => BatchSource.From(TinyData.Images(20), TinyData.Shape, TinyData.Labels(20));

    private static void AssertNone(Action work)
    {
        long before = FinalizedTensors.Count();

        work();

        Assert.Equal(before, FinalizedTensors.Count());
    }
}
