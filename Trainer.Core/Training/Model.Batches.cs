using TorchSharp;
using Trainer.Core.Metrics;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Telemetry;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Sources;
using static TorchSharp.torch;

namespace Trainer.Core.Training;

/// <content>Single batches: the steps that everything else is made of, and their public forms for loops of one's own.</content>
public sealed partial class Model
{
    /// <summary>One step of training: forward, backward, update. The figures are those before the update, as Keras'.</summary>
    /// <param name="batch">The samples; stays the caller's.</param>
    /// <returns>The figures of this batch.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    public BatchResult TrainOnBatch(SampleBatch batch) => TorchThread.Run(() => Result(Train(batch, classWeights: null)));

    /// <summary>One step of training on a pipeline's batch.</summary>
    /// <inheritdoc cref="TrainOnBatch(SampleBatch)"/>
    public BatchResult TrainOnBatch(Batch batch) => WithView(batch, view => Result(Train(view, classWeights: null)));

    /// <summary>One step of training on tensors.</summary>
    /// <param name="x">N×C×H×W float32; stays the caller's.</param>
    /// <param name="y">N class indices, int64, or N×K values, float32; stays the caller's.</param>
    /// <param name="sampleWeight">N float32; null for 1. It stays the caller's.</param>
    /// <inheritdoc cref="TrainOnBatch(SampleBatch)" path="/*[not(self::param)]"/>
    public BatchResult TrainOnBatch(Tensor x, Tensor y, Tensor? sampleWeight = null) => TrainOnBatch(new SampleBatch(x, y, sampleWeight));

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
    public BatchResult TestOnBatch(Tensor x, Tensor y, Tensor? sampleWeight = null) => TestOnBatch(new SampleBatch(x, y, sampleWeight));

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
    /// Makes the random numbers of a step on a GPU depend on nothing but the seed and the step: TorchSharp cannot save the state of
    /// a GPU's generator, which a checkpoint would need. On the Torch thread.
    /// </summary>
    internal void SeedDropout(int epoch, int step)
    {
        if (_device.type == DeviceType.CUDA)
        {
            cuda.manual_seed_all(unchecked((long)KeyMixing.Combine((ulong)DefaultGenerator.InitialSeed(), epoch, step)));
        }
    }

    /// <summary>One step of training; on the Torch thread.</summary>
    internal StepOutcome Train(SampleBatch batch, ClassWeights? classWeights)
    {
        (Loss loss, Optimizer optimizer) = RequireCompiled();
        using DisposeScope scope = NewDisposeScope();
        Enter(StepPart.CopyToDevice);
        (Tensor images, Tensor labels, Tensor? weights) = OnDevice(batch);
        Steps.CountCopy(ReferenceEquals(images, batch.Images) ? 0 : images.NumberOfElements * images.ElementSize);
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
        var outcome = new StepOutcome(value.item<float>(), Outputs(loss, logits, labels));

        // The tensors may be a caller's who has no other use for them, and would be collected while libtorch reads them.
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
        var outcome = new StepOutcome(loss.Compute(logits, labels, weights).item<float>(), Outputs(loss, logits, labels));
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
        float[] outputs = Floats(loss.Activate(_network.call(Move(batch.Images))));
        GC.KeepAlive(batch);
        return outputs;
    }

    /// <summary>The class of each sample, N; empty without labels. On the Torch thread.</summary>
    internal static int[] ClassesOf(SampleBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        int[] classes = batch.Labels is null ? [] : Classes(batch.Labels);
        GC.KeepAlive(batch);
        return classes;
    }

    private static BatchOutputs Outputs(Loss loss, Tensor logits, Tensor labels)
    {
        // Of several outputs the largest decides, with or without a softmax; a single one is compared with ½.
        using IDisposable noGrad = no_grad();
        int width = (int)logits.shape[1];
        return new BatchOutputs(Floats(width == 1 ? loss.Activate(logits) : logits), width, Classes(labels));
    }

    /// <summary>Class indices as they are; of shares the largest, so that a mixed sample counts as what it is most of; single values by ½.</summary>
    private static int[] Classes(Tensor labels)
    {
        bool areShares = labels.dim() == 2 && labels.shape[1] > 1;
        if (labels.is_floating_point() && !areShares)
        {
            return Array.ConvertAll(Floats(labels.reshape(-1)), value => value > 0.5f ? 1 : 0);
        }

        Tensor indices = areShares ? labels.argmax(1) : labels;
        return Array.ConvertAll(indices.to(ScalarType.Int64).cpu().data<long>().ToArray(), index => (int)index);
    }

    private static float[] Floats(Tensor values) =>
        values.detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();

    private static T WithView<T>(Batch batch, Func<SampleBatch, T> work) => TorchThread.Run(() =>
    {
        using var view = new SampleBatch(batch, owned: false);
        return work(view);
    });

    private BatchResult Result(StepOutcome outcome)
    {
        var figures = new Figures(Metrics);
        figures.Add(outcome);
        return new BatchResult(figures.Log(), outcome.Outputs.Count);
    }

    private (Tensor Images, Tensor Labels, Tensor? Weights) OnDevice(SampleBatch batch) => batch.Labels is null
        ? throw new InvalidOperationException("The batch has no labels; only predictions can do without.")
        : (Move(batch.Images), Move(batch.Labels), batch.Weights is null ? null : Move(batch.Weights));

    /// <summary>The tensor itself where it is in place already, else a copy in the dispose scope.</summary>
    private Tensor Move(Tensor tensor) => tensor.device_type == _device.type && (_device.index < 0 || tensor.device_index == _device.index)
        ? tensor
        : tensor.to(_device, non_blocking: true);
}
