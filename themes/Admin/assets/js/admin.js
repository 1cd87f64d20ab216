// The admin's script. Pages work without it; it only enhances (design/UI.md 1.8).
import './requests.js';
import './toasts.js';
import './confirm.js';
import './dialogs.js';
import './menus.js';
import './fields.js';
import './photo.js';
import './filters.js';
import './list.js';
import './palette.js';
import './operations.js';
import './frame.js';
