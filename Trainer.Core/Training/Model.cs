using TorchSharp;
using Trainer.Augment.Images;
using Trainer.Core.Checkpoints;
using Trainer.Core.Models;
using Trainer.Core.Pipeline;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Training;

/// <summary>A network with its loss and optimizer: Keras' <c>Model</c> over any TorchSharp module.</summary>
/// <remarks>
/// The network takes N×C×H×W float32 and returns N×K logits. All methods may be called from any thread, one at a time;
/// their work is done on the <see cref="TorchThread"/>.
/// </remarks>
public sealed class Model : IDisposable
{
    private readonly Module<Tensor, Tensor> _network;
    private readonly Device _device;
    private Loss? _loss;
    private Optimizer? _optimizer;
    private int _averageUsers;

    /// <summary>Takes over a network.</summary>
    /// <param name="network">The network; disposed with the model.</param>
    /// <param name="device">Where it works, such as <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>; null for the CPU.</param>
    public Model(Module<Tensor, Tensor> network, Device? device = null)
    {
        _network = network;
        _device = device ?? CPU;
        if (_device.type != DeviceType.CPU)
        {
            TorchThread.Run(() => _network.to(_device));
        }
    }

    /// <summary>Makes a network from a seed, on the Torch thread, and takes it over.</summary>
    /// <param name="make">Makes the network; its initial values come from Torch's global generator.</param>
    /// <param name="seed">Seeds that generator, which also draws the dropout later.</param>
    /// <param name="device">As for the constructor.</param>
    public static Model Create(Func<Module<Tensor, Tensor>> make, long seed, Device? device = null) => TorchThread.Run(() =>
    {
        TorchRuntime.Load();
        manual_seed(seed);
        return new Model(make(), device);
    });

    /// <summary>The network.</summary>
    public Module<Tensor, Tensor> Network => _network;

    /// <summary>The optimizer, or null before <see cref="Compile"/>.</summary>
    public Optimizer? Optimizer => _optimizer;

    /// <summary>Set it, in a callback, to end <see cref="Fit"/> after the current epoch. Keras' <c>stop_training</c>.</summary>
    public bool StopTraining { get; set; }

    /// <summary>The record of the last <see cref="Fit"/>, also while it runs and when it was cancelled.</summary>
    public History History { get; private set; } = new();

    /// <summary>How many weights there are, running statistics included.</summary>
    public long CountParameters() => TorchThread.Run(() =>
        CountTrainableParameters() + _network.buffers().Where(buffer => buffer.is_floating_point()).Sum(buffer => buffer.numel()));

    /// <summary>How many weights the optimizer can change.</summary>
    public long CountTrainableParameters() => TorchThread.Run(() =>
        _network.parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel()));

    /// <summary>The layers with their output shapes and numbers of parameters; its text is Keras' <c>summary()</c>.</summary>
    /// <param name="shape">The shape of the images.</param>
    public ModelSummary Summary(ImageShape shape) => TorchThread.Run(() => ModelSummary.Of(_network, shape));

    /// <summary>Says how to train.</summary>
    /// <param name="optimizer">Updates the weights; disposed with the model.</param>
    /// <param name="loss">What to minimise.</param>
    /// <returns>The model itself.</returns>
    public Model Compile(Optimizer optimizer, Loss loss)
    {
        TorchThread.Run(() => optimizer.Attach(
            [.. _network.named_parameters().Where(parameter => parameter.parameter.requires_grad)],
            [.. _network.named_buffers().Where(buffer => buffer.buffer.is_floating_point())]));
        _optimizer?.Dispose();
        _optimizer = optimizer;
        _loss = loss;
        return this;
    }

    /// <summary>Trains over the batches of a pipeline: Keras' <c>fit</c> with a generator.</summary>
    /// <param name="training">Delivers the batches, from the first step of <paramref name="initialEpoch"/>.</param>
    /// <param name="epochs">The epoch to stop before, counted from 0: Keras' <c>epochs</c>.</param>
    /// <param name="validation">Evaluated after each epoch; null for no validation. It delivers its epochs one after another.</param>
    /// <param name="callbacks">Called at each event, in this order.</param>
    /// <param name="initialEpoch">The epoch to begin with, from 0.</param>
    /// <param name="cancellation">Ends the training after the step in work.</param>
    /// <returns>Losses and metrics per epoch.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled, or a pipeline ended before its time.</exception>
    /// <exception cref="NonFiniteStateException">The training has diverged.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; <see cref="History"/> has the epochs so far.</exception>
    public History Fit(
        InputPipeline training,
        int epochs,
        InputPipeline? validation = null,
        IReadOnlyList<Callback>? callbacks = null,
        int initialEpoch = 0,
        CancellationToken cancellation = default)
    {
        RequireCompiled();
        var loop = new FitLoop(this, training, validation, callbacks ?? [], cancellation);
        History = loop.History;
        StopTraining = false;
        return TorchThread.Run(() =>
        {
            History history = loop.Run(initialEpoch, epochs);
            _optimizer!.Average?.Adopt();
            return history;
        });
    }

    /// <summary>
    /// Puts the moving averages of the weights and of the running statistics in their place, until the result is disposed.
    /// Without <see cref="Optimizer.EmaMomentum"/>, and inside of another use, it changes nothing. Validation,
    /// <see cref="Evaluate"/>, <see cref="Predict"/> and <see cref="SaveWeights"/> do it by themselves.
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

    /// <summary>Loss and accuracy over one epoch of a pipeline.</summary>
    /// <param name="data">Delivers the batches.</param>
    /// <param name="cancellation">Ends the evaluation after the batch in work.</param>
    public Evaluation Evaluate(InputPipeline data, CancellationToken cancellation = default) => TorchThread.Run(() =>
    {
        using IDisposable averaged = UseAveragedWeights();
        var means = new RunningMeans();
        ForEachBatch(data, batch => means.Add(TestOnBatch(batch)), cancellation);
        return means.Read();
    });

    /// <summary>What the network says of each sample of one epoch of a pipeline, each exactly once.</summary>
    /// <param name="data">Delivers the batches; without shuffling the predictions are in row order.</param>
    /// <param name="cancellation">Ends the prediction after the batch in work.</param>
    public Predictions Predict(InputPipeline data, CancellationToken cancellation = default) => TorchThread.Run(() =>
    {
        using IDisposable averaged = UseAveragedWeights();
        var rows = new List<int>();
        var labels = new List<int>();
        var values = new List<float>();
        ForEachBatch(
            data,
            batch =>
            {
                foreach (long label in batch.Labels)
                {
                    labels.Add((int)label);
                }

                rows.AddRange(batch.Rows);
                values.AddRange(PredictOnBatch(batch));
            },
            cancellation);
        return new Predictions([.. rows], [.. labels], [.. values], rows.Count == 0 ? 0 : values.Count / rows.Count);
    });

    /// <summary>One step of training: forward, backward, update. The figures are those before the update, as Keras'.</summary>
    /// <param name="batch">The samples; stays the caller's.</param>
    public BatchResult TrainOnBatch(Batch batch)
    {
        (Loss loss, Optimizer optimizer) = RequireCompiled();
        return TorchThread.Run(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor images, Tensor labels) = View(batch);
            _network.train();
            if (!optimizer.IsAccumulating)
            {
                _network.zero_grad();
            }

            Tensor logits = _network.call(images);
            Tensor value = loss.Compute(logits, labels);
            value.backward();
            optimizer.Step();
            return Measure(value, logits, labels);
        });
    }

    /// <summary>The figures of a batch, without training.</summary>
    /// <param name="batch">The samples; stays the caller's.</param>
    public BatchResult TestOnBatch(Batch batch)
    {
        (Loss loss, _) = RequireCompiled();
        return TorchThread.Run(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGrad = no_grad();
            (Tensor images, Tensor labels) = View(batch);
            _network.eval();
            Tensor logits = _network.call(images);
            return Measure(loss.Compute(logits, labels), logits, labels);
        });
    }

    /// <summary>What the network says of the samples of a batch: N×K, row-major.</summary>
    /// <param name="batch">The samples; stays the caller's.</param>
    public float[] PredictOnBatch(Batch batch)
    {
        (Loss loss, _) = RequireCompiled();
        return TorchThread.Run(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGrad = no_grad();
            (Tensor images, _) = View(batch);
            _network.eval();
            return loss.Activate(_network.call(images)).cpu().data<float>().ToArray();
        });
    }

    /// <summary>
    /// Writes the weights; the file is whole at every moment. A name that ends with <c>.safetensors</c> chooses the public format,
    /// which PyTorch reads; any other one TorchSharp's own.
    /// </summary>
    /// <param name="path">The file.</param>
    public void SaveWeights(string path) => TorchThread.Run(() =>
    {
        using IDisposable averaged = UseAveragedWeights();
        WeightFiles.Save(_network, path);
    });

    /// <summary>Reads weights that <see cref="SaveWeights"/>, or for <c>.safetensors</c> another program, wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SafeTensorsException">The file is damaged, or its tensors are not those of the network.</exception>
    public void LoadWeights(string path) => TorchThread.Run(() =>
    {
        WeightFiles.Load(_network, path);
        _network.to(_device);
        _optimizer?.Average?.Restart();
    });

    /// <inheritdoc/>
    public void Dispose() => TorchThread.Run(() =>
    {
        _optimizer?.Dispose();
        _network.Dispose();
    });

    /// <summary>Throws when a running statistic is not finite: Torch makes it so without a word.</summary>
    internal void RequireFiniteState(int epoch)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach ((string name, Tensor buffer) in _network.named_buffers())
        {
            if (buffer.is_floating_point() && !buffer.isfinite().all().item<bool>())
            {
                throw new NonFiniteStateException(name, epoch);
            }
        }
    }

    private static void ForEachBatch(InputPipeline data, Action<Batch> work, CancellationToken cancellation)
    {
        for (int step = 0; step < data.StepsPerEpoch; step++)
        {
            using Batch batch = data.Take(cancellation)
                ?? throw new InvalidOperationException($"The pipeline over {data.Dataset.Name} ended before the epoch did: {step} of {data.StepsPerEpoch} batches. Give it more Epochs.");
            work(batch);
        }
    }

    private static BatchResult Measure(Tensor loss, Tensor logits, Tensor labels)
    {
        // Of a mixed sample the class with the largest share counts.
        Tensor classes = labels.dim() == 2 ? labels.argmax(1) : labels;
        Tensor correct = logits.detach().argmax(1).eq(classes).sum();
        return new BatchResult(loss.item<float>(), (int)correct.item<long>(), (int)labels.shape[0]);
    }

    private (Tensor Images, Tensor Labels) View(Batch batch)
    {
        (Tensor images, Tensor labels) = SlotTensors.View(batch);
        return _device.type == DeviceType.CPU
            ? (images, labels)
            : (images.to(_device, non_blocking: true), labels.to(_device, non_blocking: true));
    }

    private (Loss Loss, Optimizer Optimizer) RequireCompiled() => _loss is null || _optimizer is null
        ? throw new InvalidOperationException("The model is not compiled; call Compile with an optimizer and a loss first.")
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
