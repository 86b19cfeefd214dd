using TorchSharp;
using TorchSharp.Modules;
using Trainer.Core.Checkpoints;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Schedules;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Optimizers;

/// <summary>Turns gradients into updates of the weights. Keras' forms and defaults.</summary>
/// <remarks>
/// An update does, in Keras' order: the mean of the accumulated gradients, clipping, weight decay, the optimizer's own
/// formula, the moving average of the weights. It serves one model, and its options are fixed once it does.
/// </remarks>
public abstract partial class Optimizer : IStateful, IDisposable
{
    private readonly LearningRateSchedule? _schedule;
    private readonly double _decay;
    private readonly List<(string Name, Tensor[] Tensors)> _slots = [];
    private string[] _names = [];
    private Parameter[]? _parameters;
    private FlatWeights? _flat;
    private WeightAverage? _average;
    private double _rate;
    private int _accumulated;
    private bool _slotsMade;

    /// <summary>Makes an optimizer.</summary>
    /// <param name="learningRate">The rate: a number above 0, or a schedule.</param>
    /// <param name="decay">
    /// Keras' time-based decay per update, at least 0: rate / (1 + decay · updates). Not with a schedule.
    /// </param>
    /// <exception cref="ArgumentException">There is a decay besides a schedule.</exception>
    protected Optimizer(LearningRateSchedule learningRate, double decay = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decay);
        _decay = decay;
        if (learningRate is ConstantRate constant)
        {
            _rate = constant.Rate;
        }
        else if (decay > 0)
        {
            throw new ArgumentException(
                $"The decay of {decay} has no meaning beside a schedule; give the one or the other.", nameof(decay));
        }
        else
        {
            _schedule = learningRate;
        }
    }

    /// <summary>The rate before decay; with a schedule, the rate of the next update, which cannot be set.</summary>
    /// <exception cref="InvalidOperationException">It is set, but a schedule decides it.</exception>
    public double LearningRate
    {
        get => _schedule?.RateAt(Updates) ?? _rate;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _rate = HasSchedule
                ? throw new InvalidOperationException(
                    $"A {_schedule!.GetType().Name} decides the learning rate; "
                        + "make the optimizer with a number to set the rate yourself or in a callback.")
                : value;
        }
    }

    /// <summary>Whether a schedule decides the rate.</summary>
    public bool HasSchedule => _schedule is not null;

    /// <summary>How many updates were made.</summary>
    public long Updates { get; private set; }

    /// <summary>The rate that the next update uses.</summary>
    public double CurrentLearningRate =>
        RateOverride ?? _schedule?.RateAt(Updates) ?? (_rate / (1 + (_decay * Updates)));

    /// <summary>A rate in place of all others, for a range test.</summary>
    internal double? RateOverride { get; set; }

    /// <summary>
    /// Whether the weights are updated all in one; null to do so where they are on a GPU. Set before the model is
    /// compiled.
    /// </summary>
    internal bool? UpdatesAllInOne { get; set; }

    /// <summary>Whether the next step's gradients are added to those of earlier steps.</summary>
    internal bool IsAccumulating => _accumulated > 0;

    /// <summary>The moving average of the weights, if there is one.</summary>
    internal WeightAverage? Average => _average;

    /// <summary>
    /// Takes the gradients of a step, and, when there are <see cref="AccumulateSteps"/>, updates the weights.
    /// Parameters without a gradient stay as they are.
    /// </summary>
    /// <returns>Whether the weights were updated.</returns>
    /// <exception cref="InvalidOperationException">The optimizer was not given any weights.</exception>
    public bool Step()
    {
        Parameter[] parameters = RequireParameters();
        if (++_accumulated < AccumulateSteps)
        {
            return false;
        }

        using IDisposable noGrad = no_grad();
        MakeSlots();
        PrepareGradients(parameters);
        double rate = CurrentLearningRate;
        using (Tensor? gradients = _flat?.GatherGradients())
        {
            if (gradients is not null)
            {
                Apply(parameters.Length, _flat!.Values, gradients, rate);
            }
            else
            {
                ApplyEach(parameters, rate);
            }
        }

        Updates++;
        _accumulated = 0;
        _average?.Update();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the optimizer its weights, once.</summary>
    /// <param name="parameters">The weights by their names; they stay the network's.</param>
    /// <param name="statistics">What else a moving average of the weights includes.</param>
    internal void Attach(
        IReadOnlyList<(string Name, Parameter Value)> parameters,
        IReadOnlyList<(string Name, Tensor Value)>? statistics = null)
    {
        if (_parameters is not null)
        {
            throw new InvalidOperationException("The optimizer already serves a model; make one for each.");
        }

        string[] limits =
        [
            .. new[]
                {
                    (nameof(ClipNorm), ClipNorm), (nameof(ClipValue), ClipValue),
                    (nameof(GlobalClipNorm), GlobalClipNorm),
                }
                .Where(limit => limit.Item2 is not null).Select(limit => $"{limit.Item1} = {limit.Item2}"),
        ];
        if (limits.Length > 1)
        {
            throw new InvalidOperationException(
                $"Gradients can be clipped in one way only; given are {string.Join(" and ", limits)}.");
        }

        _names = [.. parameters.Select(parameter => parameter.Name)];
        _parameters = [.. parameters.Select(parameter => parameter.Value)];
        if (IsElementwise && (UpdatesAllInOne ?? AreOnGpu(_parameters)))
        {
            _flat = new FlatWeights(_parameters);
        }

        if (EmaMomentum is { } momentum)
        {
            _average = new WeightAverage(
                [.. parameters.Select(parameter => (parameter.Name, (Tensor)parameter.Value)), .. statistics ?? []],
                momentum);
        }
    }

    /// <summary>
    /// Whether an element's update depends on nothing but that element, its gradient and its slots. Then
    /// <see cref="Update"/> may be given all weights as one tensor, which a GPU does in a fraction of the time. False
    /// by default.
    /// </summary>
    protected virtual bool IsElementwise => false;

    /// <summary>Makes the optimizer's slots with <see cref="AddSlots"/>; called once, before they are needed.</summary>
    protected virtual void CreateSlots()
    {
    }

    /// <summary>Makes a tensor of zeros beside each weight. They are saved and freed with the optimizer.</summary>
    /// <param name="name">What the state calls them.</param>
    /// <returns>One tensor for each index that <see cref="Update"/> is given.</returns>
    protected IReadOnlyList<Tensor> AddSlots(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] tensors;
        if (_flat is null)
        {
            tensors = [.. RequireParameters().Select(parameter => zeros_like(parameter))];
        }
        else
        {
            // The one behind the others is all of them.
            Tensor all = zeros_like(_flat.Values);
            tensors = [.. _flat.Cut(all), all];
        }

        foreach (Tensor tensor in tensors)
        {
            tensor.DetachFromDisposeScope();
        }

        _slots.Add((name, tensors));
        return tensors;
    }

    /// <summary>Updates one weight tensor in place. Called without gradient recording.</summary>
    /// <param name="index">Which it is, always the same for the same one.</param>
    /// <param name="parameter">The weights.</param>
    /// <param name="gradient">Their gradient, of the same shape; may be overwritten.</param>
    /// <param name="rate">The rate of this update.</param>
    protected abstract void Update(int index, Parameter parameter, Tensor gradient, double rate);

    /// <summary>Frees the optimizer's own tensors.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        foreach (Tensor tensor in _slots.SelectMany(slot => slot.Tensors))
        {
            tensor.Dispose();
        }

        _slots.Clear();
        _average?.Dispose();
        _flat?.Dispose();
    }

    private static bool AreOnGpu(Parameter[] parameters) => parameters.Length > 0 && parameters.All(
        parameter => parameter.device_type == DeviceType.CUDA && parameter.device_index == parameters[0].device_index
            && parameter.dtype == parameters[0].dtype);

    private void ApplyEach(Parameter[] parameters, double rate)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            using Tensor? gradient = parameters[i].grad;
            if (gradient is not null)
            {
                Apply(i, parameters[i], gradient, rate);
            }
        }
    }

    private void Apply(int index, Parameter parameter, Tensor gradient, double rate)
    {
        if (WeightDecay > 0)
        {
            parameter.ScaleInPlace(1 - (WeightDecay * rate));
        }

        Update(index, parameter, gradient, rate);
    }

    private Parameter[] RequireParameters() => _parameters
        ?? throw new InvalidOperationException("The optimizer has no weights yet: it gets them from Model.Compile.");

    private void MakeSlots()
    {
        if (!_slotsMade)
        {
            _slotsMade = true;
            CreateSlots();
        }
    }

    private void PrepareGradients(Parameter[] parameters)
    {
        if (AccumulateSteps > 1)
        {
            GradientClipping.ForEach(parameters, gradient => gradient.DivideInPlace(AccumulateSteps));
        }

        if (ClipNorm is { } norm)
        {
            GradientClipping.ByNorm(parameters, norm);
        }

        if (GlobalClipNorm is { } globalNorm)
        {
            GradientClipping.ByGlobalNorm(parameters, globalNorm);
        }

        if (ClipValue is { } limit)
        {
            GradientClipping.ByValue(parameters, limit);
        }
    }
}
