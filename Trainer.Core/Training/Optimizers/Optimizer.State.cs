using Trainer.Core.Checkpoints;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Trainer.Core.Training.Optimizers;

/// <content>
/// What a checkpoint keeps: counters, rate, slots, gradients that are not used yet, and the moving average.
/// </content>
public abstract partial class Optimizer
{
    /// <inheritdoc/>
    public void SaveState(StateDictionary state)
    {
        Parameter[] parameters = RequireParameters();
        MakeSlots();
        state.Set("updates", Updates);
        state.Set("accumulated", _accumulated);
        state.Set("learning_rate", _rate);
        foreach ((string slot, Tensor[] tensors) in _slots)
        {
            StateDictionary section = state.Section(slot);
            for (int i = 0; i < _names.Length; i++)
            {
                section.Set(_names[i], tensors[i]);
            }
        }

        StateDictionary gradients = state.Section("gradient");
        for (int i = 0; IsAccumulating && i < parameters.Length; i++)
        {
            using Tensor? gradient = parameters[i].grad;
            if (gradient is not null)
            {
                gradients.Set(_names[i], gradient);
            }
        }

        _average?.SaveState(state.Section("average"));
    }

    /// <inheritdoc/>
    public void LoadState(StateDictionary state)
    {
        Parameter[] parameters = RequireParameters();
        MakeSlots();
        Updates = state.GetInt64("updates");
        _accumulated = (int)state.GetInt64("accumulated");
        _rate = state.GetDouble("learning_rate");
        foreach ((string slot, Tensor[] tensors) in _slots)
        {
            StateDictionary section = state.Section(slot);
            for (int i = 0; i < _names.Length; i++)
            {
                section.CopyTo(_names[i], tensors[i]);
            }
        }

        StateDictionary gradients = state.Section("gradient");
        for (int i = 0; i < parameters.Length; i++)
        {
            using Tensor? gradient = gradients.Contains(_names[i]) ? zeros_like(parameters[i]) : null;
            if (gradient is not null)
            {
                gradients.CopyTo(_names[i], gradient);
            }

            parameters[i].grad = gradient;
        }

        _average?.LoadState(state.Section("average"));
    }
}
