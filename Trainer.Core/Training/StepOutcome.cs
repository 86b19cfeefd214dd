using Trainer.Core.Devices;
using Trainer.Core.Metrics;
using Trainer.Core.Tensors;
using static TorchSharp.torch;

namespace Trainer.Core.Training;

/// <summary>
/// What came of a step: its mean loss, and what the network said of its samples. On the Torch thread.
/// </summary>
/// <remarks>
/// On a device that works on its own it is on its way to the host until it is read; whoever reads it waits for it.
/// </remarks>
internal sealed class StepOutcome : IDisposable
{
    private readonly DeviceWait? _wait;
    private readonly Tensor? _lateLoss;
    private readonly Tensor? _lateValues;
    private readonly Tensor? _lateLabels;
    private readonly int[] _classes;
    private readonly int _width;
    private double _loss;
    private BatchOutputs? _outputs;

    /// <summary>Of a step that is done.</summary>
    public StepOutcome(double loss, BatchOutputs outputs)
    {
        (_loss, _outputs, _classes) = (loss, outputs, []);
        Count = outputs.Count;
    }

    /// <summary>Of a step whose results are on their way; takes over the tensors.</summary>
    /// <param name="loss">The mean loss, on the host.</param>
    /// <param name="values">N×K, on the host.</param>
    /// <param name="classes">The true class of each sample, where the host knows it.</param>
    /// <param name="labels">Else the labels, on the host.</param>
    /// <param name="wait">For all of that to have arrived.</param>
    public StepOutcome(Tensor loss, Tensor values, int[]? classes, Tensor? labels, DeviceWait wait)
    {
        (_lateLoss, _lateValues, _lateLabels, _wait) = (loss, values, labels, wait);
        _classes = classes ?? [];
        _width = (int)values.shape[1];
        Count = (int)values.shape[0];
    }

    /// <summary>Whether reading it may have to wait.</summary>
    public bool IsLate => _outputs is null;

    /// <summary>How many samples there were.</summary>
    public int Count { get; }

    /// <summary>The mean loss over the samples, and what the network said of them; waits for them if need be.</summary>
    public (double Loss, BatchOutputs Outputs) Read()
    {
        if (_outputs is null)
        {
            using StepOutcome once = this;
            _wait!.Wait();
            int[] classes = _lateLabels is null ? _classes : HostValues.Classes(_lateLabels);
            (_loss, _outputs) =
                (_lateLoss!.item<float>(), new BatchOutputs(HostValues.Floats(_lateValues!), _width, classes));
        }

        return (_loss, _outputs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wait?.Dispose();
        _lateLoss?.Dispose();
        _lateValues?.Dispose();
        _lateLabels?.Dispose();
    }
}
