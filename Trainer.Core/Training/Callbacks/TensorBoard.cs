using TorchSharp;
using Trainer.Core.Checkpoints;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Callbacks;

/// <summary>
/// Writes what TensorBoard shows: figures, the learning rate, histograms of the weights, and the images that the
/// network is fed.
/// </summary>
/// <remarks>
/// As Keras' it leaves two folders, <c>train</c> and <c>validation</c>, in which a figure has the same name
/// (<c>epoch_loss</c>, …), so that both appear in one chart. The axis counts epochs from 0.
/// </remarks>
public sealed class TensorBoard : Callback, IStateful, IDisposable
{
    private const string ValidationPrefix = "val_";
    private const string TrainingFolder = "train";
    private const string ValidationFolder = "validation";

    private readonly string _folder;
    private readonly int _histogramFrequency;
    private readonly int _imageFrequency;
    private readonly TimeProvider _time;
    private EventFile? _training;
    private EventFile? _validation;
    private int _epoch;

    /// <summary>Makes the callback.</summary>
    /// <param name="logDirectory">The folder; made if it is not there.</param>
    /// <param name="histogramFrequency">Write the weights' histograms after every so many epochs; 0 for never.</param>
    /// <param name="imageFrequency">Write the first images of every so many epochs; 0 for never.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public TensorBoard(
        string logDirectory, int histogramFrequency = 0, int imageFrequency = 0, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(logDirectory);
        ArgumentOutOfRangeException.ThrowIfNegative(histogramFrequency);
        ArgumentOutOfRangeException.ThrowIfNegative(imageFrequency);
        _folder = logDirectory;
        _histogramFrequency = histogramFrequency;
        _imageFrequency = imageFrequency;
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        Dispose();
        _training = EventFile.Create(Path.Combine(_folder, TrainingFolder), _time);
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => _epoch = epoch;

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int step)
    {
        if (step == 0
            && IsDue(_imageFrequency)
            && Model.CurrentBatch is { } batch
            && ImageGrid.TryDraw(batch.Images) is var (png, grid))
        {
            _training!.AddImage("epoch_images", _epoch, png, grid.Height, grid.Width, grid.Channels);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs)
    {
        EventFile training = _training!;
        foreach ((string name, double value) in logs)
        {
            if (name.StartsWith(ValidationPrefix, StringComparison.Ordinal))
            {
                _validation ??= EventFile.Create(Path.Combine(_folder, ValidationFolder), _time);
                _validation.AddScalar($"epoch_{name[ValidationPrefix.Length..]}", epoch, value);
            }
            else
            {
                training.AddScalar($"epoch_{name}", epoch, value);
            }
        }

        // A callback that sets the rate has logged it already.
        if (!logs.ContainsKey("learning_rate"))
        {
            training.AddScalar("epoch_learning_rate", epoch, Model.Optimizer!.CurrentLearningRate);
        }

        if (IsDue(_histogramFrequency))
        {
            AddHistograms(training, epoch);
        }

        training.Flush();
        _validation?.Flush();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd() => Dispose();

    /// <summary>Writes down how long the files are.</summary>
    /// <inheritdoc/>
    public void SaveState(StateDictionary state)
    {
        Save(TrainingFolder, _training);
        Save(ValidationFolder, _validation);

        void Save(string name, EventFile? file)
        {
            if (file is not null)
            {
                file.Flush();
                state.Set($"{name}/file", file.Name);
                state.Set($"{name}/length", file.Length);
            }
        }
    }

    /// <summary>Goes on in the same files, cut back to the length they had; in new ones where those are gone.</summary>
    /// <inheritdoc/>
    public void LoadState(StateDictionary state)
    {
        _training = Load(TrainingFolder, _training);
        _validation = Load(ValidationFolder, _validation);

        EventFile? Load(string name, EventFile? begun)
        {
            string path = state.Contains($"{name}/file")
                ? Path.Combine(_folder, name, state.GetString($"{name}/file"))
                : string.Empty;
            if (!File.Exists(path))
            {
                return begun;
            }

            begun?.Delete();
            return EventFile.Reopen(path, state.GetInt64($"{name}/length"), _time);
        }
    }

    /// <summary>Closes the files; only a training that was not brought to its end leaves any open.</summary>
    public void Dispose()
    {
        _training?.Dispose();
        _validation?.Dispose();
        (_training, _validation) = (null, null);
    }

    private bool IsDue(int frequency) => frequency > 0 && (_epoch + 1) % frequency == 0;

    private void AddHistograms(EventFile file, int epoch)
    {
        foreach ((string name, Tensor parameter) in Model.Network.named_parameters())
        {
            using DisposeScope scope = NewDisposeScope();
            file.AddHistogram(
                name, epoch, parameter.detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray());
        }
    }
}
