using TorchSharp;
using Trainer.Augment.Randomness;
using Trainer.Core.Devices;
using Trainer.Core.Metrics;
using Trainer.Core.Pipeline;
using Trainer.Core.Telemetry;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Sources;
using static TorchSharp.torch;

namespace Trainer.Core.Training;

/// <content>
/// Single batches: the steps that everything else is made of, and their public forms for loops of one's own.
/// </content>
public sealed partial class Model
{
    /// <summary>
    /// One step of training: forward, backward, update. The figures are those before the update, as Keras'.
    /// </summary>
    /// <param name="batch">The samples; stays the caller's.</param>
    /// <returns>The figures of this batch.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    public BatchResult TrainOnBatch(SampleBatch batch) =>
        TorchThread.Run(() => Result(Train(batch, classWeights: null)));

    /// <summary>One step of training on a pipeline's batch.</summary>
    /// <inheritdoc cref="TrainOnBatch(SampleBatch)"/>
    public BatchResult TrainOnBatch(Batch batch) => WithView(batch, view => Result(Train(view, classWeights: null)));

    /// <summary>One step of training on tensors.</summary>
    /// <param name="x">N×C×H×W float32; stays the caller's.</param>
    /// <param name="y">N class indices, int64, or N×K values, float32; stays the caller's.</param>
    /// <param name="sampleWeight">N float32; null for 1. It stays the caller's.</param>
    /// <inheritdoc cref="TrainOnBatch(SampleBatch)" path="/*[not(self::param)]"/>
    public BatchResult TrainOnBatch(Tensor x, Tensor y, Tensor? sampleWeight = null) =>
        TrainOnBatch(new SampleBatch(x, y, sampleWeight));

    /// <summary>The figures of a batch, without training.</summary>
    /// <param name="batch">The samples; stays the caller's.</param>
    /// <returns>The figures of this batch.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    public BatchResult TestOnBatch(SampleBatch batch) => TorchThread.Run(() => Result(Test(batch)));

    /// <summary>The figures of a pipeline's batch, without training.</summary>
    /// <inheritdoc cref="TestOnBatch(SampleBatch)"/>
    public BatchResult TestOnBatch(Batch batch) => WithView(batch, view => Result(Test(view)));

    /// <summary>The figures of tensors, without training.</summary>
    /// <param name="x">N×C×H×W float32; stays the caller's.</param>
    /// <param name="y">N class indices, int64, or N×K values, float32; stays the caller's.</param>
    /// <param name="sampleWeight">N float32; null for 1. It stays the caller's.</param>
    /// <inheritdoc cref="TestOnBatch(SampleBatch)" path="/*[not(self::param)]"/>
    public BatchResult TestOnBatch(Tensor x, Tensor y, Tensor? sampleWeight = null) =>
        TestOnBatch(new SampleBatch(x, y, sampleWeight));

    /// <summary>What the network says of the samples of a batch: N×K, row-major.</summary>
    /// <param name="batch">The samples; stays the caller's.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    public float[] PredictOnBatch(SampleBatch batch) => TorchThread.Run(() => Predict(batch));

    /// <summary>What the network says of the samples of a pipeline's batch: N×K, row-major.</summary>
    /// <inheritdoc cref="PredictOnBatch(SampleBatch)"/>
    public float[] PredictOnBatch(Batch batch) => WithView(batch, Predict);

    /// <summary>What the network says of images: N×K, row-major.</summary>
    /// <param name="x">N×C×H×W float32; stays the caller's.</param>
    /// <inheritdoc cref="PredictOnBatch(SampleBatch)" path="/*[not(self::param)]"/>
    public float[] PredictOnBatch(Tensor x) => PredictOnBatch(new SampleBatch(x));

    /// <summary>
    /// Makes the random numbers of a step on a GPU depend on nothing but the seed and the step: TorchSharp cannot save
    /// the state of a GPU's generator, which a checkpoint would need. On the Torch thread.
    /// </summary>
    internal void SeedDropout(int epoch, int step)
    {
        if (_device.type == DeviceType.CUDA)
        {
            cuda.manual_seed_all(
                unchecked((long)KeyMixing.Combine((ulong)DefaultGenerator.InitialSeed(), epoch, step)));
        }
    }

    /// <summary>One step of training; on the Torch thread.</summary>
    internal StepOutcome Train(SampleBatch batch, ClassWeights? classWeights)
    {
        (Loss loss, Optimizer optimizer) = RequireCompiled();
        using DisposeScope scope = NewDisposeScope();
        Enter(StepPart.CopyToDevice);
        (Tensor images, Tensor labels, Tensor? weights) = OnDevice(batch);
        bool wasCopied = batch.IsAhead || !ReferenceEquals(images, batch.Images);
        Steps.CountCopy(wasCopied ? images.NumberOfElements * images.ElementSize : 0);
        Enter(StepPart.Forward);
        weights = classWeights is null ? weights : classWeights.Weigh(labels, weights);
        _network.train();
        if (!optimizer.IsAccumulating)
        {
            _network.zero_grad();
        }

        Tensor logits = _network.call(images);
        Tensor value = loss.Compute(logits, labels, weights);
        Enter(StepPart.Backward);
        value.backward();
        Enter(StepPart.Optimizer);
        optimizer.Step();
        Enter(StepPart.Other);
        StepOutcome outcome = Outcome(loss, value, logits, batch);

        // The tensors may be a caller's who has no other use for them, and would be collected while libtorch reads
        // them.
        GC.KeepAlive(batch);
        return outcome;
    }

    /// <summary>Loss and outputs without training; on the Torch thread.</summary>
    internal StepOutcome Test(SampleBatch batch)
    {
        (Loss loss, _) = RequireCompiled();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        (Tensor images, Tensor labels, Tensor? weights) = OnDevice(batch);
        _network.eval();
        Tensor logits = _network.call(images);
        StepOutcome outcome = Outcome(loss, loss.Compute(logits, labels, weights), logits, batch);
        GC.KeepAlive(batch);
        return outcome;
    }

    /// <summary>Activated outputs, N×K; on the Torch thread.</summary>
    internal float[] Predict(SampleBatch batch)
    {
        (Loss loss, _) = RequireCompiled();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        _network.eval();
        float[] outputs = HostValues.Floats(loss.Activate(_network.call(Move(batch.Images, batch.IsBorrowed))));
        GC.KeepAlive(batch);
        return outputs;
    }

    /// <summary>The class of each sample, N; empty without labels. On the Torch thread.</summary>
    internal static int[] ClassesOf(SampleBatch batch)
    {
        int[] classes = batch.KnownClasses ?? (batch.Labels is null ? [] : HostValues.Classes(batch.Labels));
        GC.KeepAlive(batch);
        return classes;
    }

    /// <summary>
    /// What the host wants to know of a step: read at once, or sent on its way where the device works on its own.
    /// </summary>
    private StepOutcome Outcome(Loss loss, Tensor value, Tensor logits, SampleBatch batch)
    {
        // Of several outputs the largest decides, with or without a softmax; a single one is compared with ½.
        using IDisposable noGrad = no_grad();
        int width = (int)logits.shape[1];
        Tensor values = width == 1 ? loss.Activate(logits) : logits;
        if (_link is null)
        {
            return new StepOutcome(
                value.item<float>(),
                new BatchOutputs(HostValues.Floats(values), width, HostValues.Classes(batch.Labels!)));
        }

        int[]? classes = batch.Labels!.device_type == DeviceType.CPU
            ? HostValues.Classes(batch.Labels)
            : batch.KnownClasses;
        return new StepOutcome(
            Send(value),
            Send(values),
            classes,
            classes is null ? Send(batch.Labels) : null,
            new DeviceWait(_link.Mark(), Steps));
    }

    /// <summary>Has values copied to page-locked memory of the host, behind the computing that makes them.</summary>
    private static Tensor Send(Tensor values) => values.detach().to(CPU, non_blocking: true).DetachFromDisposeScope();

    private static T WithView<T>(Batch batch, Func<SampleBatch, T> work) => TorchThread.Run(() =>
    {
        using var view = new SampleBatch(batch, owned: false);
        return work(view);
    });

    private BatchResult Result(StepOutcome outcome)
    {
        var figures = new Figures(Metrics);
        figures.Add(outcome);
        return new BatchResult(figures.Log(), outcome.Count);
    }

    private (Tensor Images, Tensor Labels, Tensor? Weights) OnDevice(SampleBatch batch) => batch.Labels is null
        ? throw new InvalidOperationException("The batch has no labels; only predictions can do without.")
        : (
            Move(batch.Images, batch.IsBorrowed),
            Move(batch.Labels, batch.IsBorrowed),
            batch.Weights is null ? null : Move(batch.Weights, batch.IsBorrowed));

    /// <summary>The tensor itself where it is in place already, else a copy in the dispose scope.</summary>
    private Tensor Move(Tensor tensor, bool isBorrowed)
    {
        if (tensor.device_type == _device.type && (_device.index < 0 || tensor.device_index == _device.index))
        {
            return tensor;
        }

        // From page-locked memory the device copies when it gets there, and Torch keeps that memory until then. A
        // pipeline's slot would be written again before.
        return _link is null || isBorrowed || tensor.device_type != DeviceType.CPU
            ? tensor.to(_device)
            : tensor.pin_memory().to(_device, non_blocking: true);
    }
}
