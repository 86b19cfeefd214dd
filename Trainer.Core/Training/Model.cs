using TorchSharp;
using Trainer.Augment.Images;
using Trainer.Core.Checkpoints;
using Trainer.Core.Devices;
using Trainer.Core.Metrics;
using Trainer.Core.Models;
using Trainer.Core.Telemetry;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Sources;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Training;

/// <summary>A network with its loss and optimizer: Keras' <c>Model</c> over any TorchSharp module.</summary>
/// <remarks>
/// The network takes N×C×H×W float32 and returns N×K logits. All methods may be called from any thread, one at a time;
/// their work is done on the <see cref="TorchThread"/>.
/// </remarks>
public sealed partial class Model : IStateful, IDisposable
{
    private readonly Module<Tensor, Tensor> _network;
    private readonly Device _device;
    private readonly IDeviceLink? _link;
    private Loss? _loss;
    private Optimizer? _optimizer;
    private int _averageUsers;
    private bool _waitsForDevice;

    /// <summary>Takes over a network.</summary>
    /// <param name="network">The network; disposed with the model.</param>
    /// <param name="device">Where it works, such as <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>; null for the CPU.</param>
    public Model(Module<Tensor, Tensor> network, Device? device = null)
        : this(network, device ?? CPU, makeLink: DeviceLinks.TryMake)
    {
    }

    /// <summary>As the other, with a link to the device of a test's own.</summary>
    internal Model(Module<Tensor, Tensor> network, Device device, Func<Device, IDeviceLink?> makeLink)
    {
        _network = network;
        _device = device;
        _link = TorchThread.Run(() =>
        {
            if (device.type != DeviceType.CPU)
            {
                MoveToDevice();
            }

            return makeLink(device);
        });
    }

    /// <summary>Makes a network from a seed, on the Torch thread, and takes it over.</summary>
    /// <param name="make">Makes the network; its initial values come from Torch's global generator.</param>
    /// <param name="seed">Seeds that generator, which also draws the dropout later.</param>
    /// <param name="device">As for the constructor.</param>
    public static Model Create(Func<Module<Tensor, Tensor>> make, long seed, Device? device = null) =>
        TorchThread.Run(() =>
        {
            TorchRuntime.Load();
            DefaultGenerator.Seed(seed);
            return new Model(make(), device);
        });

    /// <summary>The network.</summary>
    public Module<Tensor, Tensor> Network => _network;

    /// <summary>The optimizer, or null before <see cref="Compile"/>.</summary>
    public Optimizer? Optimizer => _optimizer;

    /// <summary>What is reported besides the loss.</summary>
    public IReadOnlyList<Metric> Metrics { get; private set; } = [];

    /// <summary>
    /// Set it, in a callback, to end <c>Fit</c> after the current step, the epoch's validation and its last hooks.
    /// Keras' <c>stop_training</c>.
    /// </summary>
    public bool StopTraining { get; set; }

    /// <summary>The record of the last <c>Fit</c>, also while it runs and when it was cancelled.</summary>
    public History History { get; private set; } = new();

    /// <summary>
    /// The batch of the step in work, for callbacks between <c>OnTrainBatchBegin</c> and the end of the step; null at
    /// other times.
    /// </summary>
    public SampleBatch? CurrentBatch { get; internal set; }

    /// <summary>
    /// How many of a pipeline's batches are copied to a GPU ahead of their steps, at least 0; 2 by default. With 0 each
    /// is copied in its step. On the CPU nothing is copied. Of an epoch that is broken off up to one batch more than
    /// that is taken from the pipeline without being trained on: a training that goes on wants a new pipeline.
    /// </summary>
    public int DevicePrefetch
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 2;

    /// <summary>Where the network works.</summary>
    internal Device Device => _device;

    /// <summary>Where to copy batches ahead; null where that is not done.</summary>
    internal ReadingAhead? Ahead =>
        _link is not null && DevicePrefetch > 0 ? new ReadingAhead(_device, _link, DevicePrefetch) : null;

    /// <summary>Keeps what the steps of training do with their time.</summary>
    internal StepMeter Steps { get; } = new();

    /// <summary>
    /// What the steps of <c>Fit</c> have done with their time so far, over all trainings of this model; from any
    /// thread.
    /// </summary>
    public StepStatistics ReadStepStatistics() => Steps.Read();

    /// <summary>Tells the meter of the steps what it measures; on the Torch thread.</summary>
    /// <param name="synchronize">Whether to wait for a device at the end of each part of a step.</param>
    internal void BeginMeasuring(bool synchronize)
    {
        bool onCpu = _device.type == DeviceType.CPU;
        _waitsForDevice = synchronize && _device.type == DeviceType.CUDA;
        Steps.BeginTraining(isSplit: onCpu || _waitsForDevice, computeThreads: onCpu ? get_num_threads() : 1);
        Instruments.Show(Steps);
    }

    /// <summary>Goes on to another part of a step.</summary>
    private void Enter(StepPart part)
    {
        if (_waitsForDevice)
        {
            cuda.synchronize(_device);
        }

        Steps.Enter(part);
    }

    /// <summary>How many weights there are, running statistics included.</summary>
    public long CountParameters() => TorchThread.Run(() =>
        CountTrainableParameters() + _network.buffers().Where(buffer => buffer.is_floating_point()).Sum(
            buffer => buffer.numel()));

    /// <summary>How many weights the optimizer can change.</summary>
    public long CountTrainableParameters() => TorchThread.Run(() =>
        _network.parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel()));

    /// <summary>
    /// The layers with their output shapes and numbers of parameters; its text is Keras' <c>summary()</c>.
    /// </summary>
    /// <param name="shape">The shape of the images.</param>
    public ModelSummary Summary(ImageShape shape) => TorchThread.Run(() => ModelSummary.Of(_network, shape));

    /// <summary>Says how to train.</summary>
    /// <param name="optimizer">Updates the weights; disposed with the model.</param>
    /// <param name="loss">What to minimise.</param>
    /// <param name="metrics">What to report besides the loss; null for the accuracy.</param>
    /// <returns>The model itself.</returns>
    /// <exception cref="ArgumentException">Two metrics have the same name.</exception>
    public Model Compile(Optimizer optimizer, Loss loss, IReadOnlyList<Metric>? metrics = null)
    {
        IReadOnlyList<Metric> reported = metrics ?? [new Accuracy()];
        string? twice = reported.Select(metric => metric.Name).Append("loss").CountBy(
            name => name, StringComparer.Ordinal)
            .FirstOrDefault(name => name.Value > 1).Key;
        if (twice is not null)
        {
            throw new ArgumentException(
                $"More than one figure is called '{twice}'; give the metric another name.", nameof(metrics));
        }

        TorchThread.Run(() => optimizer.Attach(
            [.. _network.named_parameters().Where(parameter => parameter.parameter.requires_grad)],
            [.. _network.named_buffers().Where(buffer => buffer.buffer.is_floating_point())]));
        _optimizer?.Dispose();
        _optimizer = optimizer;
        _loss = loss;
        Metrics = reported;
        return this;
    }

    /// <summary>
    /// Puts the moving averages of the weights and of the running statistics in their place, until the result is
    /// disposed. Without <see cref="Optimizer.EmaMomentum"/>, and inside of another use, it changes nothing.
    /// Validation, <c>Evaluate</c>, <c>Predict</c> and <see cref="SaveWeights"/> do it by themselves; the methods for
    /// single batches do not.
    /// </summary>
    /// <returns>Puts the weights back. No step of training must be taken before that.</returns>
    public IDisposable UseAveragedWeights() => TorchThread.Run(() =>
    {
        if (_averageUsers++ == 0)
        {
            _optimizer?.Average?.Swap();
        }

        return new AverageUse(this);
    });

    /// <summary>
    /// Writes the weights; the file is whole at every moment. A name that ends with <c>.safetensors</c> chooses the
    /// public format, which PyTorch reads; any other one TorchSharp's own.
    /// </summary>
    /// <param name="path">The file.</param>
    public void SaveWeights(string path) => TorchThread.Run(() =>
    {
        using IDisposable averaged = UseAveragedWeights();
        WeightFiles.Save(_network, path);
    });

    /// <summary>
    /// Reads weights that <see cref="SaveWeights"/>, or for <c>.safetensors</c> another program, wrote.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SafeTensorsException">
    /// The file is damaged, or its tensors are not those of the network.
    /// </exception>
    public void LoadWeights(string path) => TorchThread.Run(() =>
    {
        WeightFiles.Load(_network, path);
        MoveToDevice();
        _optimizer?.Average?.Restart();
    });

    /// <summary>
    /// Copies the weights and running statistics, the averaged ones where there are such: Keras' <c>get_weights</c>.
    /// </summary>
    /// <param name="weights">Takes them, by the names that the network has for them.</param>
    public void GetWeights(StateDictionary weights) => TorchThread.Run(() =>
    {
        using IDisposable averaged = UseAveragedWeights();
        foreach ((string name, Tensor value) in NamedState())
        {
            weights.Set(name, value);
        }
    });

    /// <summary>Copies weights and running statistics back, in place: Keras' <c>set_weights</c>.</summary>
    /// <param name="weights">What <see cref="GetWeights"/> of such a network has given.</param>
    /// <exception cref="KeyNotFoundException">Some are missing.</exception>
    /// <exception cref="InvalidDataException">Some have another shape.</exception>
    public void SetWeights(StateDictionary weights) => TorchThread.Run(() =>
    {
        foreach ((string name, Tensor value) in NamedState())
        {
            weights.CopyTo(name, value);
        }

        _optimizer?.Average?.Restart();
    });

    /// <summary>Writes down weights, running statistics and the optimizer's state, as they are in training.</summary>
    /// <inheritdoc/>
    public void SaveState(StateDictionary state) => TorchThread.Run(() =>
    {
        StateDictionary network = state.Section("network");
        foreach ((string name, Tensor value) in NamedState())
        {
            network.Set(name, value);
        }

        _optimizer?.SaveState(state.Section("optimizer"));
    });

    /// <inheritdoc/>
    public void LoadState(StateDictionary state) => TorchThread.Run(() =>
    {
        StateDictionary network = state.Section("network");
        foreach ((string name, Tensor value) in NamedState())
        {
            network.CopyTo(name, value);
        }

        _optimizer?.LoadState(state.Section("optimizer"));
    });

    /// <inheritdoc/>
    public void Dispose() => TorchThread.Run(() =>
    {
        _optimizer?.Dispose();
        _network.Dispose();
        _link?.Dispose();
    });

    /// <summary>Throws when a running statistic is not finite: Torch makes it so without a word.</summary>
    internal void RequireFiniteState(int epoch)
    {
        using DisposeScope scope = NewDisposeScope();
        (string Name, Tensor IsFinite)[] buffers =
        [
            .. _network.named_buffers().Where(buffer => buffer.buffer.is_floating_point())
                .Select(buffer => (buffer.name, buffer.buffer.isfinite().all())),
        ];

        // One answer for all: each has a device waited for.
        if (buffers.Length > 0 && !stack([.. buffers.Select(buffer => buffer.IsFinite)]).all().item<bool>())
        {
            throw new NonFiniteStateException(buffers.First(buffer => !buffer.IsFinite.item<bool>()).Name, epoch);
        }
    }

    /// <summary>Weights and buffers, the network's own tensors.</summary>
    private IEnumerable<(string Name, Tensor Value)> NamedState() => _network.named_parameters()
        .Select(parameter => (parameter.name, (Tensor)parameter.parameter))
        .Concat(_network.named_buffers().Select(buffer => (buffer.name, buffer.buffer)));

    private void MoveToDevice()
    {
        // TorchSharp looks at the gradients too, and leaves their tensors to the scope.
        using DisposeScope scope = NewDisposeScope();
        _network.to(_device);
    }

    private (Loss Loss, Optimizer Optimizer) RequireCompiled() => _loss is null || _optimizer is null
        ? throw new InvalidOperationException(
            "The model is not compiled; call Compile with an optimizer and a loss first.")
        : (_loss, _optimizer);

    private sealed class AverageUse(Model model) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                TorchThread.Run(() =>
                {
                    if (--model._averageUsers == 0)
                    {
                        model._optimizer?.Average?.Swap();
                    }
                });
            }
        }
    }
}
