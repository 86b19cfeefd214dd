using Trainer.Augment.Images;
using Trainer.Core.Pipeline;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Sources;
using static TorchSharp.torch;

namespace Trainer.Core.Training;

/// <content>Whole data sets: fit, evaluate, predict.</content>
public sealed partial class Model
{
    /// <summary>Trains: Keras' <c>fit</c>.</summary>
    /// <param name="training">An input pipeline, or what <see cref="BatchSource"/> makes of other data.</param>
    /// <param name="options">Epochs, validation, callbacks and so on; null for the defaults.</param>
    /// <param name="cancellation">Ends the training after the step in work.</param>
    /// <returns>Losses and metrics per epoch.</returns>
    /// <exception cref="ArgumentException">Some options are out of range; the message lists them all.</exception>
    /// <exception cref="InvalidOperationException">
    /// The model is not compiled, or the data ended before its time.
    /// </exception>
    /// <exception cref="NonFiniteStateException">The training has diverged.</exception>
    /// <exception cref="OperationCanceledException">
    /// The token was cancelled; <see cref="History"/> has the epochs so far.
    /// </exception>
    public History Fit(BatchSource training, FitOptions? options = null, CancellationToken cancellation = default)
    {
        FitLoop loop = Prepare(training, options, cancellation);
        return TorchThread.Run(() => Run(loop));
    }

    /// <summary>Trains without holding the caller's thread.</summary>
    /// <inheritdoc cref="Fit(BatchSource, FitOptions, CancellationToken)"/>
    public Task<History> FitAsync(
        BatchSource training, FitOptions? options = null, CancellationToken cancellation = default)
    {
        FitLoop loop = Prepare(training, options, cancellation);
        return TorchThread.RunAsync(() => Run(loop));
    }

    /// <summary>Trains on tensors in memory.</summary>
    /// <param name="x">N×C×H×W; stays the caller's.</param>
    /// <param name="y">N class indices, int64, or N×K values; stays the caller's.</param>
    /// <param name="options">Batch size, epochs, validation and so on; null for the defaults.</param>
    /// <param name="cancellation">Ends the training after the step in work.</param>
    /// <inheritdoc cref="Fit(BatchSource, FitOptions, CancellationToken)" path="/*[not(self::param)]"/>
    public History Fit(Tensor x, Tensor y, FitOptions? options = null, CancellationToken cancellation = default) =>
        Fit(BatchSource.From(x, y), options, cancellation);

    /// <summary>Trains on images in memory.</summary>
    /// <param name="x">N·C·H·W values, each image C×H×W.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <param name="y">The class index of each image: N.</param>
    /// <param name="options">Batch size, epochs, validation and so on; null for the defaults.</param>
    /// <param name="cancellation">Ends the training after the step in work.</param>
    /// <inheritdoc cref="Fit(BatchSource, FitOptions, CancellationToken)" path="/*[not(self::param)]"/>
    public History Fit(
        float[] x, ImageShape shape, int[] y, FitOptions? options = null, CancellationToken cancellation = default) =>
        Fit(BatchSource.From(x, shape, y), options, cancellation);

    /// <summary>Trains on images of bytes in memory.</summary>
    /// <inheritdoc cref="Fit(float[], ImageShape, int[], FitOptions, CancellationToken)"/>
    public History Fit(
        byte[] x, ImageShape shape, int[] y, FitOptions? options = null, CancellationToken cancellation = default) =>
        Fit(BatchSource.From(x, shape, y), options, cancellation);

    /// <summary>Trains on batches of the user's own.</summary>
    /// <param name="batches">As for <see cref="BatchSource.From(IAsyncEnumerable{SampleBatch})"/>.</param>
    /// <param name="options">Epochs, steps, validation and so on; null for the defaults.</param>
    /// <param name="cancellation">Ends the training after the step in work.</param>
    /// <inheritdoc cref="Fit(BatchSource, FitOptions, CancellationToken)" path="/*[not(self::param)]"/>
    public History Fit(
        IAsyncEnumerable<SampleBatch> batches, FitOptions? options = null, CancellationToken cancellation = default) =>
        Fit(BatchSource.From(batches), options, cancellation);

    /// <summary>Trains over the batches of a pipeline: Keras' <c>fit</c> with a generator.</summary>
    /// <param name="training">Delivers the batches, from the first step of <paramref name="initialEpoch"/>.</param>
    /// <param name="epochs">The epoch to stop before, counted from 0: Keras' <c>epochs</c>.</param>
    /// <param name="validation">
    /// Evaluated after each epoch; null for no validation. It delivers its epochs one after another.
    /// </param>
    /// <param name="callbacks">Called at each event, in this order.</param>
    /// <param name="initialEpoch">The epoch to begin with, from 0.</param>
    /// <param name="cancellation">Ends the training after the step in work.</param>
    /// <inheritdoc cref="Fit(BatchSource, FitOptions, CancellationToken)" path="/*[not(self::param)]"/>
    public History Fit(
        InputPipeline training,
        int epochs,
        InputPipeline? validation = null,
        IReadOnlyList<Callback>? callbacks = null,
        int initialEpoch = 0,
        CancellationToken cancellation = default)
    {
        var options = new FitOptions
        {
            Epochs = epochs,
            InitialEpoch = initialEpoch,
            ValidationData = validation is null ? null : BatchSource.FromInputPipeline(validation),
            Callbacks = callbacks ?? [],
        };
        return Fit(training, options, cancellation);
    }

    /// <summary>Loss and metrics over one epoch of data, and the confusion matrix.</summary>
    /// <param name="data">
    /// An input pipeline, or what <see cref="BatchSource"/> makes of other data; with labels.
    /// </param>
    /// <param name="options">Batch size, steps and callbacks; null for the defaults.</param>
    /// <param name="cancellation">Ends the evaluation after the batch in work.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled, or there was no batch.</exception>
    public Evaluation Evaluate(
        BatchSource data, InferenceOptions? options = null, CancellationToken cancellation = default)
    {
        RequireCompiled();
        options ??= new InferenceOptions();
        return TorchThread.Run(() =>
        {
            using IBatchReader reader = data.Open(
                new ReadingPlan(options.BatchSize, Steps: options.Steps, Ahead: Ahead));
            Figures figures = new TestLoop(
                this, reader, Callbacks(options, reader), cancellation, countsConfusion: true).Run(0);
            return figures.Confusion is { } confusion
                ? new Evaluation(figures.Log(), figures.Samples, confusion)
                : throw new InvalidOperationException("There was no batch to evaluate.");
        });
    }

    /// <summary>Loss and metrics over one epoch of a pipeline.</summary>
    /// <param name="data">Delivers the batches.</param>
    /// <param name="cancellation">Ends the evaluation after the batch in work.</param>
    public Evaluation Evaluate(InputPipeline data, CancellationToken cancellation) =>
        Evaluate(BatchSource.FromInputPipeline(data), options: null, cancellation);

    /// <summary>What the network says of each sample of one epoch of data, each exactly once.</summary>
    /// <param name="data">
    /// An input pipeline, or what <see cref="BatchSource"/> makes of other data; labels are not needed. The predictions
    /// are in the data's order, which is that of the rows unless a pipeline shuffles them, for any number of workers.
    /// </param>
    /// <param name="options">Batch size, steps and callbacks; null for the defaults.</param>
    /// <param name="cancellation">Ends the prediction after the batch in work.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    public Predictions Predict(
        BatchSource data, InferenceOptions? options = null, CancellationToken cancellation = default)
    {
        RequireCompiled();
        options ??= new InferenceOptions();
        return TorchThread.Run(() =>
        {
            using IBatchReader reader = data.Open(
                new ReadingPlan(options.BatchSize, Steps: options.Steps, Ahead: Ahead));
            return new PredictLoop(this, reader, Callbacks(options, reader), cancellation).Run();
        });
    }

    /// <summary>What the network says of each sample of one epoch of a pipeline.</summary>
    /// <param name="data">Delivers the batches; without shuffling the predictions are in row order.</param>
    /// <param name="cancellation">Ends the prediction after the batch in work.</param>
    public Predictions Predict(InputPipeline data, CancellationToken cancellation) =>
        Predict(BatchSource.FromInputPipeline(data), options: null, cancellation);

    /// <summary>
    /// Looks for a learning rate: trains for some steps with a rate that grows until the loss explodes, and puts
    /// everything back.
    /// </summary>
    /// <param name="training">An input pipeline, or what <see cref="BatchSource"/> makes of other data.</param>
    /// <param name="options">The range and so on; null for the defaults.</param>
    /// <param name="cancellation">Ends the test after the step in work.</param>
    /// <returns>Rates, losses and a suggestion.</returns>
    /// <exception cref="ArgumentException">Some options are out of range; the message lists them all.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled, or the loss is never finite.</exception>
    public LearningRateRange FindLearningRate(
        BatchSource training, LearningRateFinderOptions? options = null, CancellationToken cancellation = default)
    {
        (_, Optimizer optimizer) = RequireCompiled();
        options ??= new LearningRateFinderOptions();
        IReadOnlyList<string> problems = options.Validate();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(options));
        }

        return TorchThread.Run(() => new LearningRateFinder(this, optimizer, options, cancellation).Run(training));
    }

    private CallbackList Callbacks(InferenceOptions options, IBatchReader reader)
    {
        var callbacks = new CallbackList(this, options.Callbacks, options.Verbose);
        callbacks.Inform(new TrainingParameters(Epochs: 0, reader.Steps));
        return callbacks;
    }

    private FitLoop Prepare(BatchSource training, FitOptions? options, CancellationToken cancellation)
    {
        RequireCompiled();
        options ??= new FitOptions();
        IReadOnlyList<string> problems = options.Validate();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(options));
        }

        if (options.Callbacks.OfType<BackupAndRestore>().SingleOrDefault() is { } backup)
        {
            options = backup.Extend(options);
        }

        var loop = new FitLoop(this, training, options, cancellation);
        History = loop.History;
        StopTraining = false;
        return loop;
    }

    private History Run(FitLoop loop)
    {
        History history = loop.Run();
        _optimizer!.Average?.Adopt();
        return history;
    }
}
