import { listen } from './listen.ts';
import { NotesModule } from './notes.module.ts';

listen(NotesModule);
